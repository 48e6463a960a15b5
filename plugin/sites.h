// sites.h: emits the sites and descriptions of a module, and the code that registers its image. Layout:
// flowlog/abi.h.
#pragma once

#include <string>

#include "hooks.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/IR/Module.h"
#include "plan.h"

namespace flowlog::plugin {

class Sites {
 public:
  Sites(llvm::Module& module, Hooks& hooks);

  // A site for `function`, whose linkage name without a version is `symbol`. `id` is stable from build to
  // build.
  llvm::GlobalVariable* add(const llvm::Function& function, llvm::StringRef symbol,
                            const Description& description, uint64_t id, bool session);

  // What `add` has made for another version; null if it has not.
  llvm::GlobalVariable* find(llvm::StringRef symbol) const { return by_symbol_.lookup(symbol); }

  // The image's byte that is 0 while nothing is recorded.
  llvm::GlobalVariable& gate() { return *gate_; }

  // A constructor and a destructor, one of each per image however many units it is made of.
  void register_image();

 private:
  llvm::GlobalVariable* add_entry(llvm::StringRef section, const std::string& text, uint64_t id,
                                  uint32_t flags);
  void add_shape(uint64_t number, const std::string& text);
  llvm::Function* make_function(llvm::StringRef name);
  llvm::GlobalVariable* section_bound(llvm::StringRef name);

  llvm::Module& module_;
  Hooks& hooks_;
  llvm::StructType* site_type_;
  llvm::GlobalVariable* gate_;
  llvm::StringMap<llvm::GlobalVariable*> by_symbol_;
  std::vector<llvm::GlobalValue*> shapes_;
};

}  // namespace flowlog::plugin
