// gate.h: the code for "if this is recorded", which is seldom so.
#pragma once

#include "llvm/IR/GlobalVariable.h"
#include "llvm/IR/IRBuilder.h"

namespace flowlog::plugin {

// Whether the image's gate is open.
llvm::Value* is_open(llvm::IRBuilder<>& builder, llvm::GlobalVariable& gate);

// Opens `if (condition)` where the builder stands, with the builder's location, and returns the end of what
// is inside; the builder then stands there.
llvm::Instruction* split_if(llvm::IRBuilder<>& builder, llvm::Value* condition);

}  // namespace flowlog::plugin
