// virtual_methods.h: by which ids virtual calls and the functions that may answer them find each other.
//
// A virtual call in the IR is a call through a pointer. That it calls `Shape::area` is only known to the
// declaration, whose attributes the compiler copies to the call: so each virtual method gets a key
// (kVirtualKey, marks.h) before the first call of it is compiled.
#pragma once

#include <cstdint>
#include <vector>

#include "clang/AST/DeclCXX.h"
#include "names.h"

namespace flowlog::plugin {

class VirtualMethods {
 public:
  VirtualMethods(clang::ASTContext& context, Names& names) : context_(context), names_(names) {}

  // A class was completed. Its methods have no keys before key_methods().
  void meet(const clang::CXXRecordDecl& record);
  void key_methods();

  // The id of the method under this key, and behind it those of all that it overrides: a virtual call of any
  // of them may land in it. An id is xxHash64 of the linkage name (a destructor's is its D1), for internal
  // linkage salted as a site's.
  std::vector<uint64_t> answered_by(size_t key) const;

 private:
  uint64_t id_of(const clang::CXXMethodDecl& method) const;
  void add_overridden(const clang::CXXMethodDecl& method, std::vector<uint64_t>& ids) const;

  clang::ASTContext& context_;
  Names& names_;
  std::vector<clang::CXXMethodDecl*> met_;  // its index is the method's key
  size_t keyed_ = 0;
};

}  // namespace flowlog::plugin
