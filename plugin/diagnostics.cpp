// diagnostics.cpp: see diagnostics.h.
#include "diagnostics.h"

#include "clang/AST/Decl.h"
#include "clang/Basic/DiagnosticFrontend.h"
#include "llvm/ADT/StringExtras.h"

namespace flowlog::plugin {

using clang::DiagnosticsEngine;
using clang::diag::warn_fe_backend_plugin;

void warn(DiagnosticsEngine& engine, clang::SourceLocation at, const std::string& text) {
  engine.Report(at, warn_fe_backend_plugin) << text;
}

void Diagnostics::function(const PlannedFunction& function, Skip skip) {
  const bool in_vain = function.annotated && is_in_vain(skip);
  const bool said_anyway = !options_.quiet && (in_vain || skip == Skip::kTooSmall);
  if (skip == Skip::kForwarder || !(said_anyway || options_.remarks)) return;

  const clang::SourceLocation at = function.declaration->getLocation();
  std::string text = "'" + names_.function_name(*function.declaration) + "' is ";
  text += skip == Skip::kNone ? "tracked" : std::string("not tracked: it ") + reason(skip);
  if (!said_.emplace(at.getRawEncoding(), text).second) return;
  if (in_vain && !options_.quiet)
    warn(engine_, at, text);
  else
    remark(at, text);
}

void Diagnostics::nothing_matched(bool surprising) {
  const std::string text = "flowlog: no function of this file matches '" +
                           llvm::join(options_.match, "', '") +
                           "'; matched are qualified names such as 'app::Store::find', without parameters";
  if (surprising && !options_.quiet)
    warn_of_file(text);
  else if (options_.remarks)
    remark({}, text);
}

void Diagnostics::marks_lost(const std::string& header) {
  if (!options_.quiet)
    warn_of_file("flowlog: nothing that is marked in '" + header +
                 "' is tracked, since it was precompiled without flowlog; precompile it with the same "
                 "--config=.../flowlog.cfg");
}

void Diagnostics::passes_disabled() {
  if (!options_.quiet)
    warn_of_file(
        "flowlog: nothing is tracked, since the compiler's passes are disabled "
        "(-disable-llvm-passes)");
}

// Not of the group -Rremark-backend-plugin: who gave the argument `remarks` has asked for them.
void Diagnostics::remark(clang::SourceLocation at, const std::string& text) {
  engine_.Report(at, engine_.getCustomDiagID(DiagnosticsEngine::Remark, "%0")) << text;
}

// A diagnostic of one's own is no error under -Werror, nor of any group.
void Diagnostics::warn_of_file(const std::string& text) {
  if (engine_.isIgnored(warn_fe_backend_plugin, clang::SourceLocation())) return;
  engine_.Report(engine_.getCustomDiagID(DiagnosticsEngine::Warning, "%0")) << text;
}

}  // namespace flowlog::plugin
