// call_edges.h: which functions can call which, as the section `flowlog_calls` of the object. Layout and
// meaning: docs/format.md, "Call lists".
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "llvm/ADT/DenseMap.h"
#include "llvm/IR/Module.h"
#include "plan.h"

namespace flowlog::plugin {

// Looks at the module as the compiler made it, so it must be done before the hooks are put in. Paths that a
// reader could not follow, through functions that no other unit can name, are contracted here; all others in
// the reader, who sees every unit.
class CallEdges {
 public:
  CallEdges(llvm::Module& module, const Plan& plan) : module_(module), plan_(plan) {}

  // `id` as in the function's site.
  void add_tracked(const llvm::Function& function, uint64_t id) { tracked_[&function] = id; }

  // Once all tracked functions are known.
  void emit();

 private:
  // What one body calls.
  struct Body {
    std::vector<const llvm::Function*> through;  // whose calls count as the caller's
    std::vector<uint64_t> calls, virtual_calls;
  };
  struct List {
    uint64_t id = 0;
    bool tracked = false;
    std::string group;  // of functions that several units may define: the linker keeps one; else empty
    std::vector<uint64_t> calls, virtual_calls, answers;
  };

  bool has_list(const llvm::Function& function);
  uint64_t id_of(const llvm::Function& function);
  const std::vector<uint64_t>& answered_by(llvm::StringRef assumptions);
  const std::vector<uint64_t>& answers_of(const llvm::Function& function);
  const Body& body_of(const llvm::Function& function);
  List list_of(const llvm::Function& function);
  void append(const List& list);

  llvm::Module& module_;
  const Plan& plan_;
  llvm::DenseMap<const llvm::Function*, uint64_t> tracked_;
  std::map<size_t, std::vector<uint64_t>> virtual_methods_;  // by key
  std::map<const llvm::Function*, Body> bodies_;
  std::string assembly_;
};

}  // namespace flowlog::plugin
