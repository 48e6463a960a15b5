// landings.h: where control leaves calls by neither return nor unwinding, and where it then lands.
//
// The second return of setjmp and its kin lands in a frame, and the calls above it are gone; so does a catch,
// if frames above it were compiled without exceptions. A tracked frame tells the recorder so with its token.
// An untracked one that calls setjmp asks for the thread's depth first: it may stand between two tracked
// calls.
#pragma once

#include <vector>

#include "hooks.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstrTypes.h"

namespace flowlog::plugin {

// setjmp, getcontext, vfork and the like, builtin or not.
std::vector<llvm::CallBase*> calls_that_return_twice(llvm::Function& function);

// The beginnings of catch blocks.
std::vector<llvm::CallBase*> beginnings_of_catches(llvm::Function& function);

// Calls by which an exception that must not leave `function` ends the program. Their first argument is the
// exception.
std::vector<llvm::CallBase*> ends_by_exception(llvm::Function& function);

// The first instruction that runs after each return of `call`. May split an edge.
llvm::Instruction& behind(llvm::CallBase& call);

// For flowlog_resync, where the builder stands behind `call`: not 0 where the call's result says that it has
// returned again.
llvm::Value* returned_again(llvm::IRBuilder<>& builder, llvm::CallBase& call);

// Puts the two hooks around each call in `function`, which is not tracked, that returns twice. True if there
// was one.
bool resync_untracked(llvm::Function& function, llvm::GlobalVariable& gate, Hooks& hooks);

}  // namespace flowlog::plugin
