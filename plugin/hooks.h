// hooks.h: every function of the recorder that generated code may call. Their contract is flowlog/abi.h.
#pragma once

#include "llvm/IR/DerivedTypes.h"

namespace llvm {
class Module;
}

namespace flowlog::plugin {

class Hooks {
 public:
  explicit Hooks(llvm::Module& module) : module_(module) {}

  llvm::FunctionCallee register_image();
  llvm::FunctionCallee unregister_image();
  llvm::FunctionCallee enter();
  llvm::FunctionCallee enter_special();
  llvm::FunctionCallee exit();
  llvm::FunctionCallee exit_detail();
  llvm::FunctionCallee exit_alternative();
  llvm::FunctionCallee exit_object();
  llvm::FunctionCallee unwind();
  llvm::FunctionCallee depth();
  llvm::FunctionCallee resync();
  llvm::FunctionCallee suspend();
  llvm::FunctionCallee resume();
  llvm::FunctionCallee caught();

 private:
  llvm::FunctionCallee declare(llvm::StringRef name, llvm::Type* result,
                               llvm::ArrayRef<llvm::Type*> parameters);

  llvm::Module& module_;
};

}  // namespace flowlog::plugin
