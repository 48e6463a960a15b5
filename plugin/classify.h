// classify.h: the classifiers that the AST half asked for, as code to be put where functions return.
//
// They are inlined whole, has_value() and what it calls included, before any function gets its hooks: so a
// call that only we make is never recorded, also where match= tracks has_value() itself.
#pragma once

#include <map>
#include <set>

#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"

namespace flowlog::plugin {

class Classifiers {
 public:
  explicit Classifiers(llvm::Module& module);

  // The classifier's answer about the object at `result`. Null if the compiler could not make this
  // classifier.
  llvm::Value* ask(llvm::IRBuilder<>& builder, size_t classifier, llvm::Value* result);

  // Inlines what was asked. Blocks are split by it, so it comes last in a function.
  void inline_asked();

  // Takes the classifiers, and what was compiled for them alone, out of the module.
  void remove();

 private:
  void flatten(llvm::Function& classifier);

  llvm::Module& module_;
  std::map<size_t, llvm::Function*> by_number_;
  std::vector<llvm::CallInst*> asked_;
  std::vector<llvm::Function*> flattened_into_them_;
};

}  // namespace flowlog::plugin
