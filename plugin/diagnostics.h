// diagnostics.h: the plugin's warnings and remarks. Switched off by the argument `quiet`.
#pragma once

#include "clang/Basic/Diagnostic.h"
#include "plan.h"

namespace flowlog::plugin {

class Diagnostics {
 public:
  Diagnostics(clang::DiagnosticsEngine& engine, bool quiet) : engine_(engine), quiet_(quiet) {}

  // An annotated function that can't be tracked is a warning; a small one under match= a remark; others are
  // not worth a word.
  void skipped(const PlannedFunction& function, Skip skip);

  // `match=` was given and no function of the unit has such a name.
  void nothing_matched(const std::string& patterns);

  // Functions are to be tracked, but the pass that does it will not run.
  void passes_disabled();

 private:
  clang::DiagnosticsEngine& engine_;
  bool quiet_;
};

}  // namespace flowlog::plugin
