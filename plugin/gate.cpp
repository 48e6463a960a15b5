// gate.cpp: see gate.h.
#include "gate.h"

#include "llvm/IR/MDBuilder.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"

namespace flowlog::plugin {

// Atomic, because the recorder opens and closes the gate while the program runs.
llvm::Value* is_open(llvm::IRBuilder<>& builder, llvm::GlobalVariable& gate) {
  llvm::LoadInst* byte =
      builder.CreateAlignedLoad(builder.getInt8Ty(), &gate, llvm::Align(1), "flowlog.gate");
  byte->setAtomic(llvm::AtomicOrdering::Monotonic);
  byte->setMetadata(llvm::LLVMContext::MD_nosanitize, llvm::MDNode::get(builder.getContext(), {}));
  return builder.CreateICmpNE(byte, builder.getInt8(0));
}

llvm::Instruction* split_if(llvm::IRBuilder<>& builder, llvm::Value* condition) {
  const llvm::DebugLoc at = builder.getCurrentDebugLocation();
  llvm::BasicBlock* head = builder.GetInsertBlock();
  llvm::Instruction* then =
      llvm::SplitBlockAndInsertIfThen(condition, &*builder.GetInsertPoint(), /*Unreachable=*/false,
                                      llvm::MDBuilder(builder.getContext()).createBranchWeights(1, 2000));
  head->getTerminator()->setDebugLoc(at);
  then->setDebugLoc(at);
  builder.SetInsertPoint(then);
  builder.SetCurrentDebugLocation(at);
  return then;
}

}  // namespace flowlog::plugin
