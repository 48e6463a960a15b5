// lambdas.cpp: see lambdas.h.
#include "lambdas.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"

namespace flowlog::plugin {
namespace {

using llvm::dyn_cast;

class Finder : public clang::RecursiveASTVisitor<Finder> {
 public:
  std::vector<const clang::LambdaExpr*> found;

  bool TraverseLambdaExpr(clang::LambdaExpr* lambda, DataRecursionQueue* = nullptr) {
    found.push_back(lambda);
    for (clang::Expr* capture : lambda->capture_inits()) TraverseStmt(capture);
    return true;
  }
  bool TraverseCXXRecordDecl(clang::CXXRecordDecl*) { return true; }
  bool shouldVisitTemplateInstantiations() const { return true; }  // or those of variables are empty
};

const clang::FunctionDecl& definition_of(const clang::FunctionDecl& function) {
  const clang::FunctionDecl* definition = nullptr;
  return function.isDefined(definition) ? *definition : function;
}

// A member of an instantiated class does not know the template's, but has its name.
const clang::Decl& field_as_written(const clang::FieldDecl& field) {
  const auto* record = dyn_cast<clang::CXXRecordDecl>(field.getParent());
  const clang::CXXRecordDecl* pattern = record ? record->getTemplateInstantiationPattern() : nullptr;
  if (!pattern || field.getDeclName().isEmpty()) return field;
  for (const clang::FieldDecl* candidate : pattern->fields())
    if (candidate->getDeclName() == field.getDeclName()) return *candidate;
  return field;
}

}  // namespace

void Lambdas::note_owner(const clang::CXXRecordDecl& closure, const clang::Decl& found_in) {
  const clang::Decl* owner = &found_in;
  if (const auto* variable = dyn_cast<clang::VarDecl>(&found_in)) {
    if (const clang::VarDecl* pattern = variable->getTemplateInstantiationPattern()) owner = pattern;
  } else if (const auto* field = dyn_cast<clang::FieldDecl>(&found_in)) {
    owner = &field_as_written(*field);
  }
  owners_[&closure] = owner;
}

const std::vector<const clang::LambdaExpr*>& Lambdas::directly_in(const clang::Decl& owner) {
  static const std::vector<const clang::LambdaExpr*> not_known_yet;
  const auto* function = dyn_cast<clang::FunctionDecl>(&owner);
  if (function && !function->hasBody()) return not_known_yet;
  const auto [entry, is_new] = directly_in_.try_emplace(&owner);
  if (is_new) {
    Finder finder;
    finder.TraverseDecl(const_cast<clang::Decl*>(&owner));
    const clang::SourceManager& sources = owner.getASTContext().getSourceManager();
    llvm::sort(finder.found, [&](const clang::LambdaExpr* a, const clang::LambdaExpr* b) {
      return sources.isBeforeInTranslationUnit(a->getBeginLoc(), b->getBeginLoc());
    });
    // An expansion of a pack holds one lambda many times.
    finder.found.erase(std::unique(finder.found.begin(), finder.found.end()), finder.found.end());
    entry->second = std::move(finder.found);
  }
  return entry->second;
}

Lambdas::Place Lambdas::place_of(const clang::CXXRecordDecl& closure) {
  Place place;
  place.call_operator = closure.getLambdaCallOperator();
  if (const auto noted = owners_.find(&closure); noted != owners_.end())
    place.owner = noted->second;
  else if (const auto* function = dyn_cast<clang::FunctionDecl>(closure.getDeclContext()))
    place.owner = &as_written(*function);
  if (!place.owner) return place;

  // Instantiations have the locations of their template. Ordinals count locations, so that a lambda in a pack
  // expansion has one ordinal however often it is repeated.
  const clang::SourceLocation begin = closure.getBeginLoc();
  clang::SourceLocation previous;
  for (const clang::LambdaExpr* lambda : directly_in(*place.owner)) {
    if (lambda->getBeginLoc() != previous) ++place.ordinal;
    previous = lambda->getBeginLoc();
    if (previous != begin) continue;
    place.call_operator = lambda->getCallOperator();
    owners_[lambda->getLambdaClass()] = place.owner;  // that of a template knows it as little
    return place;
  }
  place.ordinal = 0;
  return place;
}

const clang::FunctionDecl& Lambdas::as_written(const clang::FunctionDecl& function) {
  if (const auto* method = dyn_cast<clang::CXXMethodDecl>(&function);
      method && method->getParent()->isLambda()) {
    if (method->getOverloadedOperator() == clang::OO_Call)
      return *place_of(*method->getParent()).call_operator;
    return function;
  }
  const clang::FunctionDecl* pattern = function.getTemplateInstantiationPattern();
  return definition_of(pattern ? *pattern : function);
}

}  // namespace flowlog::plugin
