// outcomes.h: how the object that a function returns tells whether the call succeeded.
//
// For each result type that says so, the compiler itself is asked to instantiate a classifier, a template of
// ours that is given to it ahead of the unit. So it is the type's own has_value() that decides, and the
// type's private layout is nobody's business. The pass calls the classifier where the function returns
// (classify.h).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

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

  // `function`, whose body is complete, is tracked: has Sema instantiate what it takes to classify its
  // result.
  void prepare(const clang::FunctionDecl& function);

  // <flowlog/outcome.h> may have been seen by now: what was prepared without it is made good.
  void notice_header();

  // How to classify what `function` returns, for which prepare was called. At the end of the unit, when all
  // that the user says of types is known.
  Classification classify(const clang::FunctionDecl& function) const;

 private:
  struct Rule {
    const char* classifier = nullptr;  // name of the template; null: returning is success
    Classification::Kind kind = Classification::Kind::kNone;
    uint32_t failed_outcome = 0;
    std::string detail;
  };
  struct Known {
    Classification by_rule;        // what the plugin knows by itself
    std::optional<size_t> stated;  // the classifier that asks what the user says
    std::optional<size_t>
        pointee;  // the one that gives what a raw pointer points to, if the user says that it lives
    clang::SourceLocation at;
  };
  Rule rule_for(clang::QualType type) const;
  const char* object_classifier_for(clang::QualType type) const;
  Rule rule_for_class(const clang::CXXRecordDecl& record) const;
  const clang::CXXMethodDecl* question(const clang::CXXRecordDecl& record, llvm::StringRef name) const;
  bool never_throws(const clang::CXXMethodDecl& method) const;
  Classification classification(clang::QualType type) const;
  void ask_user(clang::QualType type, Known& known);
  const clang::CXXRecordDecl* statement(clang::QualType type) const;
  clang::FunctionTemplateDecl* own_template(const char* name) const;
  std::optional<size_t> instantiate(clang::FunctionTemplateDecl* classifier, clang::QualType type,
                                    clang::SourceLocation at);

  clang::ASTContext& context_;
  const Names& names_;
  clang::Sema* sema_ = nullptr;
  std::map<const clang::Type*, Known> known_;  // by canonical type without qualifiers
  std::vector<clang::QualType> unasked_;       // the user's header was not there
  size_t classifiers_ = 0;
};

}  // namespace flowlog::plugin
