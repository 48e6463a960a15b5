// landings.cpp: see landings.h.
#include "landings.h"

#include "gate.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"

namespace flowlog::plugin {
namespace {

using llvm::CallBase;
using llvm::Function;
using llvm::Instruction;
using llvm::Value;

// What flowlog_depth never returns: the gate was closed.
constexpr uint32_t kUnknownDepth = ~0u;

template <class Predicate>
std::vector<CallBase*> calls_in(Function& function, Predicate predicate) {
  std::vector<CallBase*> calls;
  for (Instruction& instruction : llvm::instructions(function))
    if (auto* call = llvm::dyn_cast<CallBase>(&instruction); call && predicate(*call)) calls.push_back(call);
  return calls;
}

bool calls_named(const CallBase& call, llvm::StringRef name) {
  const Function* callee = call.getCalledFunction();
  return callee && callee->getName() == name;
}

bool returns_twice(const CallBase& call) {
  if (call.isMustTailCall() || llvm::isa<llvm::CallBrInst>(call)) return false;
  return call.hasFnAttr(llvm::Attribute::ReturnsTwice) ||
         call.getIntrinsicID() == llvm::Intrinsic::eh_sjlj_setjmp;
}

// In an untracked function, around one call. The depth stays in memory: after a second return registers hold
// what they held at the first, or nothing.
void resync_around(CallBase& call, llvm::GlobalVariable& gate, Hooks& hooks) {
  Function& function = *call.getFunction();
  llvm::IRBuilder<> builder(&*function.getEntryBlock().getFirstInsertionPt());
  llvm::DebugLoc at = call.getDebugLoc();
  if (!at && function.getSubprogram())
    at = llvm::DILocation::get(function.getContext(), 0, 0, function.getSubprogram());

  llvm::AllocaInst* home = builder.CreateAlloca(builder.getInt32Ty(), nullptr, "flowlog.depth");
  builder.SetInsertPoint(&call);
  builder.SetCurrentDebugLocation(at);
  builder.CreateStore(builder.getInt32(kUnknownDepth), home, /*isVolatile=*/true);
  split_if(builder, is_open(builder, gate));
  builder.CreateStore(builder.CreateCall(hooks.depth()), home, /*isVolatile=*/true);

  builder.SetInsertPoint(&behind(call));
  builder.SetCurrentDebugLocation(at);
  Value* depth = builder.CreateLoad(builder.getInt32Ty(), home, /*isVolatile=*/true);
  Value* again = returned_again(builder, call);
  split_if(builder, builder.CreateICmpNE(depth, builder.getInt32(kUnknownDepth)));
  builder.CreateCall(hooks.resync(), {depth, again});
}

}  // namespace

std::vector<CallBase*> calls_that_return_twice(Function& function) {
  return calls_in(function, returns_twice);
}

std::vector<CallBase*> beginnings_of_catches(Function& function) {
  return calls_in(function, [](const CallBase& call) { return calls_named(call, "__cxa_begin_catch"); });
}

std::vector<CallBase*> ends_by_exception(Function& function) {
  // An unexpected-handler may throw another exception, which leaves a function that may throw.
  const bool nothing_leaves = function.doesNotThrow();
  return calls_in(function, [&](const CallBase& call) {
    return calls_named(call, "__clang_call_terminate") ||
           (nothing_leaves && calls_named(call, "__cxa_call_unexpected"));
  });
}

Instruction& behind(CallBase& call) {
  auto* invoke = llvm::dyn_cast<llvm::InvokeInst>(&call);
  if (!invoke) return *call.getNextNode();
  llvm::BasicBlock* next = invoke->getNormalDest();
  if (!next->getSinglePredecessor()) next = llvm::SplitEdge(invoke->getParent(), next);
  return *next->getFirstInsertionPt();
}

Value* returned_again(llvm::IRBuilder<>& builder, CallBase& call) {
  if (!call.getType()->isIntegerTy()) return builder.getInt32(0);
  Value* again = builder.CreateICmpNE(&call, llvm::ConstantInt::get(call.getType(), 0));
  return builder.CreateZExt(again, builder.getInt32Ty());
}

bool resync_untracked(Function& function, llvm::GlobalVariable& gate, Hooks& hooks) {
  const std::vector<CallBase*> calls = calls_that_return_twice(function);
  for (CallBase* call : calls) resync_around(*call, gate, hooks);
  return !calls.empty();
}

}  // namespace flowlog::plugin
