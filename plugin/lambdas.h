// lambdas.h: where a lambda stands in the source, which is all the name it has.
//
// A lambda is known by its owner (the function, variable or member whose code it stands in) and its ordinal
// there. Of a lambda in a template there is one for each instantiation; all have the place of the one in the
// template itself.
#pragma once

#include <map>
#include <vector>

#include "llvm/ADT/DenseMap.h"

namespace clang {
class CXXMethodDecl;
class CXXRecordDecl;
class Decl;
class FunctionDecl;
class LambdaExpr;
}  // namespace clang

namespace flowlog::plugin {

class Lambdas {
 public:
  struct Place {
    const clang::Decl* owner =
        nullptr;           // FunctionDecl, VarDecl or FieldDecl, in its template if it is of one; or null
    unsigned ordinal = 0;  // from 1; 0 if not known
    const clang::CXXMethodDecl* call_operator = nullptr;  // as written, in the template if it is of one
  };

  // The lambdas in a declaration's own code, in source order: not those inside other lambdas or local
  // classes, which own theirs. None while a function has no body: it may still be on its way.
  const std::vector<const clang::LambdaExpr*>& directly_in(const clang::Decl& owner);

  // A lambda that stands in no function's body does not know its owner; who finds it in a variable, a member
  // or a parameter says so here.
  void note_owner(const clang::CXXRecordDecl& closure, const clang::Decl& found_in);

  Place place_of(const clang::CXXRecordDecl& closure);

  // The function as it was written: its template's if it is an instantiation, with its definition if that is
  // known.
  const clang::FunctionDecl& as_written(const clang::FunctionDecl& function);

 private:
  llvm::DenseMap<const clang::CXXRecordDecl*, const clang::Decl*> owners_;
  std::map<const clang::Decl*, std::vector<const clang::LambdaExpr*>> directly_in_;
};

}  // namespace flowlog::plugin
