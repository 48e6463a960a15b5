// outcomes.h: how the object that a function returns tells whether the call succeeded.
//
// For each result type that says so, the compiler itself is asked to instantiate a classifier, a template of
// ours that is given to it ahead of the unit. So it is the type's own has_value() that decides, and the
// type's private layout is nobody's business. The pass calls the classifier where the function returns
// (classify.h).
#pragma once

#include <map>
#include <string>

#include "clang/AST/ASTContext.h"
#include "names.h"
#include "plan.h"

namespace clang {
class Sema;
}

namespace flowlog::plugin {

class Outcomes {
 public:
  Outcomes(clang::ASTContext& context, const Names& names) : context_(context), names_(names) {}

  // C++ to compile ahead of the unit. Without it nothing is classified.
  static const char* classifier_templates();

  void set_sema(clang::Sema& sema) { sema_ = &sema; }

  // How to classify what `function` returns, whose body is complete. May have Sema instantiate a classifier.
  Classification classify(const clang::FunctionDecl& function);

 private:
  struct Rule {
    const char* classifier = nullptr;  // name of the template; null: returning is success
    Classification::Kind kind = Classification::Kind::kNone;
    uint32_t failed_outcome = 0;
    std::string detail;
  };
  Rule rule_for(clang::QualType type) const;
  bool has_value_test(const clang::CXXRecordDecl& record) const;
  bool instantiate(const char* classifier, clang::QualType type, clang::SourceLocation at, size_t number);

  clang::ASTContext& context_;
  const Names& names_;
  clang::Sema* sema_ = nullptr;
  std::map<const clang::Type*, Classification> known_;
  size_t classifiers_ = 0;
};

}  // namespace flowlog::plugin
