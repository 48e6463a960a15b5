// diagnostics.h: the plugin's warnings and remarks.
//
// Whatever is said of a declaration is a warning of the compiler's group -Wbackend-plugin, the one that it
// has for its plugins: a warning of another name is not to be had. So -Werror, -w, -Wno-backend-plugin and
// #pragma clang diagnostic apply. What is said of a whole file stays a warning under -Werror, since it may be
// as it should be; the rest applies. The argument `quiet` switches both off, and `remarks` remarks on.
#pragma once

#include <set>
#include <string>

#include "clang/Basic/Diagnostic.h"
#include "names.h"
#include "options.h"
#include "plan.h"

namespace flowlog::plugin {

// The attributes know no options, and warn by this alone.
void warn(clang::DiagnosticsEngine& engine, clang::SourceLocation at, const std::string& text);

class Diagnostics {
 public:
  Diagnostics(clang::DiagnosticsEngine& engine, const Options& options, Names& names)
      : engine_(engine), options_(options), names_(names) {}

  // What became of a function that was asked for; `Skip::kNone`: it is tracked. A warning where a mark on the
  // function itself is in vain; a remark where min-instructions= leaves it out, and of all others under
  // `remarks`. Once for each template, and for all variants of a constructor.
  void function(const PlannedFunction& function, Skip skip);

  // `match=` was given, and no function of the unit has such a name. Only a remark where that is no surprise.
  void nothing_matched(bool surprising);

  // This file, whose functions may be marked, was precompiled without the plugin.
  void marks_lost(const std::string& header);

  // Functions are to be tracked, but the pass that does it will not run.
  void passes_disabled();

 private:
  void remark(clang::SourceLocation at, const std::string& text);
  void warn_of_file(const std::string& text);

  clang::DiagnosticsEngine& engine_;
  const Options& options_;
  Names& names_;
  std::set<std::pair<unsigned, std::string>> said_;  // of which place, what
};

}  // namespace flowlog::plugin
