// coroutines.h: puts the hooks into one coroutine, before the compiler cuts it into pieces.
//
//   after coro.begin:             token = gate ? flowlog_enter_special(site, kind) : 0
//   before a coro.save:           if (token) suspension = flowlog_suspend(token), token = 0
//   where it goes on, or is       if (suspension) token = flowlog_resume(suspension), suspension = 0
//     destroyed, after that:
//   before unhandled_exception:   if (token) flowlog_caught(token, exception)
//   before the last coro.save,    if (token) flowlog_exit(site, token, outcome), token = 0
//     and before coro.free:
//   where an exception leaves:    if (token) flowlog_unwind(site, token, exception), token = 0
//
// After coro.save another thread may already run the coroutine, so everything is done before it. token and
// suspension are locals, which the compiler keeps in the coroutine's frame as far as they live in a
// suspension; only `suspension` does. Nothing refers to the frame itself, so that frames can still be elided.
#pragma once

#include "hooks.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/GlobalVariable.h"

namespace flowlog::plugin {

void instrument_coroutine(llvm::Function& function, llvm::GlobalVariable& site, llvm::GlobalVariable& gate,
                          Hooks& hooks, bool starts_session);

}  // namespace flowlog::plugin
