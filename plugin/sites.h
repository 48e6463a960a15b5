// sites.h: emits the sites and descriptions of a module, and the code that registers its image. Layout:
// flowlog/abi.h.
#pragma once

#include <string>

#include "hooks.h"
#include "llvm/IR/Module.h"

namespace flowlog::plugin {

class Sites {
 public:
  Sites(llvm::Module& module, Hooks& hooks);

  // A site for `function`. `salt` makes the id of a symbol with internal linkage its own; empty for others.
  llvm::GlobalVariable* add(const llvm::Function& function, const std::string& description,
                            const std::string& salt, bool session);

  // The image's byte that is 0 while nothing is recorded.
  llvm::GlobalVariable& gate() { return *gate_; }

  // A constructor and a destructor, one of each per image however many units it is made of.
  void register_image();

 private:
  llvm::GlobalVariable* add_info(const std::string& description, uint64_t id, bool session);
  llvm::Function* make_function(llvm::StringRef name);
  llvm::GlobalVariable* section_bound(llvm::StringRef name);

  llvm::Module& module_;
  Hooks& hooks_;
  llvm::StructType* site_type_;
  llvm::GlobalVariable* gate_;
};

}  // namespace flowlog::plugin
