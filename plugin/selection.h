// selection.h: which functions are tracked.
//
// What stands on the function itself decides first, then the nearest enclosing class or namespace with a
// mark, then match= and exclude=. `ignore` wins wherever both stand. A class stands for its member functions
// and those of its nested classes, not for what is inside their bodies; a namespace block for everything that
// is written in it.
#pragma once

#include <vector>

#include "attribute.h"
#include "llvm/Support/Regex.h"
#include "names.h"
#include "options.h"
#include "skip.h"

namespace flowlog::plugin {

struct Choice {
  bool tracked = false;
  bool session = false;
  bool annotated = false;  // on the function itself
  bool by_match = false;
  Skip skip = Skip::kNone;  // asked for, but not possible, or not wanted
};

class Selection {
 public:
  Selection(const Options& options, Names& names);

  Choice choose(const clang::FunctionDecl& function);

  // Whether any function of the unit can be chosen, as far as is known yet.
  bool is_active() const { return !match_.empty() || annotated_so_far().any || marks_unseen_; }
  // Whether lambdas inside functions can be.
  bool looks_into_functions() const {
    return !match_.empty() || annotated_so_far().inside_functions || marks_unseen_;
  }
  // Whether a function is declared in `context`, or inside it, whose name match= knows. Slow.
  bool matches_any_in(const clang::DeclContext& context);

  // The unit starts with declarations that were compiled before (a precompiled header, a module).
  void expect_unseen_marks() { marks_unseen_ = true; }

 private:
  std::vector<llvm::Regex> match_, exclude_;
  Names& names_;
  bool marks_unseen_ = false;
};

}  // namespace flowlog::plugin
