// diagnostics.cpp: see diagnostics.h.
#include "diagnostics.h"

#include "clang/AST/Decl.h"

namespace flowlog::plugin {

using clang::DiagnosticsEngine;

void Diagnostics::skipped(const PlannedFunction& function, Skip skip) {
  const bool worth_a_warning =
      function.annotated && skip != Skip::kForwarder && skip != Skip::kDefinedElsewhere;
  if (quiet_ || !(worth_a_warning || skip == Skip::kTooSmall)) return;
  const unsigned id = worth_a_warning
                          ? engine_.getCustomDiagID(DiagnosticsEngine::Warning, "%0 is not tracked: it %1")
                          : engine_.getCustomDiagID(DiagnosticsEngine::Remark, "%0 is not tracked: it %1");
  engine_.Report(function.declaration->getLocation(), id) << function.declaration << reason(skip);
}

void Diagnostics::nothing_matched(const std::string& patterns) {
  if (quiet_) return;
  const unsigned id = engine_.getCustomDiagID(
      DiagnosticsEngine::Warning,
      "flowlog: no function of this file matches '%0'; matched are qualified names such as "
      "'app::Store::find', without parameters");
  engine_.Report(id) << patterns;
}

void Diagnostics::passes_disabled() {
  if (quiet_) return;
  const unsigned id = engine_.getCustomDiagID(
      DiagnosticsEngine::Warning,
      "flowlog: nothing is tracked, since the compiler's passes are disabled (-save-temps does that)");
  engine_.Report(id);
}

}  // namespace flowlog::plugin
