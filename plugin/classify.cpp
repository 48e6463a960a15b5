// classify.cpp: see classify.h.
#include "classify.h"

#include "llvm/IR/DebugInfo.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/Transforms/Utils/Cloning.h"
#include "llvm/Transforms/Utils/ModuleUtils.h"
#include "marks.h"

namespace flowlog::plugin {
namespace {

using llvm::CallBase;
using llvm::Function;
using llvm::Instruction;

// A test for a value is a handful of calls. What is deeper than this is called instead.
constexpr unsigned kMostInlinedCalls = 64;

CallBase* find_inlinable_call(Function& caller) {
  for (Instruction& instruction : llvm::instructions(caller)) {
    auto* call = llvm::dyn_cast<CallBase>(&instruction);
    Function* callee = call ? call->getCalledFunction() : nullptr;
    if (callee && callee != &caller && !callee->isDeclaration() && !callee->isInterposable()) return call;
  }
  return nullptr;
}

// By name: all intrinsics pass for an InstrProfInstBase in LLVM 16.
bool is_profile_counter(const Instruction& instruction) {
  const auto* intrinsic = llvm::dyn_cast<llvm::IntrinsicInst>(&instruction);
  return intrinsic && intrinsic->getCalledFunction()->getName().starts_with("llvm.instrprof.");
}

}  // namespace

Classifiers::Classifiers(llvm::Module& module) : module_(module) {
  for (Function& function : module) {
    const auto number = find_key(kClassifierKey, function.getFnAttribute("llvm.assume").getValueAsString());
    if (number && !function.isDeclaration()) by_number_[*number] = &function;
  }
  for (auto& [number, classifier] : by_number_) flatten(*classifier);
}

void Classifiers::flatten(Function& classifier) {
  for (unsigned inlined = 0; inlined < kMostInlinedCalls; ++inlined) {
    CallBase* call = find_inlinable_call(classifier);
    if (!call) break;
    Function* callee = call->getCalledFunction();
    llvm::InlineFunctionInfo info;
    if (!llvm::InlineFunction(*call, info).isSuccess()) break;
    flattened_into_them_.push_back(callee);
  }
  // Where it goes, it has the location of the return; and it is no execution that a profile should count.
  llvm::stripDebugInfo(classifier);
  for (Instruction& instruction : llvm::make_early_inc_range(llvm::instructions(classifier)))
    if (is_profile_counter(instruction)) instruction.eraseFromParent();
}

llvm::Value* Classifiers::ask(llvm::IRBuilder<>& builder, size_t classifier, llvm::Value* result) {
  const auto found = by_number_.find(classifier);
  if (found == by_number_.end()) return nullptr;
  llvm::CallInst* call = builder.CreateCall(found->second, {result});
  call->setDoesNotThrow();
  asked_.push_back(call);
  return call;
}

void Classifiers::inline_asked() {
  for (llvm::CallInst* call : std::exchange(asked_, {})) {
    llvm::InlineFunctionInfo info;
    llvm::InlineFunction(*call, info);
  }
}

void Classifiers::remove() {
  llvm::removeFromUsedLists(module_, [&](llvm::Constant* used) {
    return llvm::any_of(by_number_,
                        [&](const auto& entry) { return entry.second == used->stripPointerCasts(); });
  });
  for (auto& [number, classifier] : by_number_) {
    classifier->removeDeadConstantUsers();  // what was the list
    if (classifier->use_empty()) classifier->eraseFromParent();
  }
  // What a test for a value calls was instantiated for it, unless the program uses it, too. Callees stand
  // after callers.
  std::set<Function*> erased;
  for (Function* callee : flattened_into_them_)
    if (!erased.count(callee) && callee->use_empty() && callee->isDiscardableIfUnused()) {
      erased.insert(callee);
      callee->eraseFromParent();
    }
}

}  // namespace flowlog::plugin
