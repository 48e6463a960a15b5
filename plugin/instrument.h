// instrument.h: puts the hooks into one function.
//
//   entry:   token = gate ? flowlog_enter(site) : 0; where each call starts a session, flowlog_enter_special
//   return:  if (token) flowlog_exit…(site, token, outcome of the returned object)
//   unwind:  if (token) flowlog_unwind(site, token, exception); on its way out of the function
#pragma once

#include "classify.h"
#include "hooks.h"
#include "plan.h"

namespace flowlog::plugin {

void instrument(llvm::Function& function, llvm::GlobalVariable& site, llvm::GlobalVariable& gate,
                Hooks& hooks, Classifiers& classifiers, const PlannedFunction& planned, bool cplusplus);

}  // namespace flowlog::plugin
