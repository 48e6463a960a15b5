// attribute.h: the attributes that users write, and what they left on a declaration.
#pragma once

namespace clang {
class Decl;
}

namespace flowlog::plugin {

struct Marks {
  bool track = false;
  bool session = false;
  bool ignore = false;
  explicit operator bool() const { return track || session || ignore; }
};

// Of this declaration alone; not of its redeclarations or contexts.
Marks marks_on(const clang::Decl& declaration);

// What has been annotated in this process so far. Most units have no annotation at all, and then the plugin
// does not look at their declarations.
struct Annotated {
  bool any = false;
  bool inside_functions = false;  // a lambda, or a namespace with whatever is in its functions
};
const Annotated& annotated_so_far();

}  // namespace flowlog::plugin
