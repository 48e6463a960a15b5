// selection.cpp: see selection.h.
#include "selection.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "versions.h"

namespace flowlog::plugin {
namespace {

using clang::CXXRecordDecl;
using clang::Decl;
using clang::FunctionDecl;
using llvm::dyn_cast;
using llvm::isa;

void unite(Marks& marks, const Marks& more) {
  marks.track |= more.track;
  marks.session |= more.session;
  marks.ignore |= more.ignore;
}

// On any declaration of the function, of its versions, or of the template that it comes from.
Marks marks_on_function(const FunctionDecl& function) {
  Marks marks;
  for_versions(function, [&](const FunctionDecl& declaration) { unite(marks, marks_on(declaration)); });
  if (const FunctionDecl* pattern = function.getTemplateInstantiationPattern())
    for (const FunctionDecl* declaration : pattern->redecls()) unite(marks, marks_on(*declaration));
  return marks;
}

Marks marks_on_class(const CXXRecordDecl& record) {
  Marks marks;
  for (const clang::TagDecl* declaration : record.redecls()) unite(marks, marks_on(*declaration));
  if (const CXXRecordDecl* pattern = record.getTemplateInstantiationPattern())
    for (const clang::TagDecl* declaration : pattern->redecls()) unite(marks, marks_on(*declaration));
  return marks;
}

// The nearest mark around a declaration. A namespace's counts for the block that it stands on.
Marks marks_around(const FunctionDecl& function) {
  bool inside_function = false;
  for (const clang::DeclContext* at = function.getDeclContext(); at; at = at->getParent()) {
    Marks marks;
    if (const auto* space = dyn_cast<clang::NamespaceDecl>(at))
      marks = marks_on(*space);
    else if (const auto* record = dyn_cast<CXXRecordDecl>(at);
             record && !record->isLambda() && !inside_function)
      marks = marks_on_class(*record);
    if (marks) return marks;
    inside_function |= at->isFunctionOrMethod();
  }
  return {};
}

// The function, and what it was instantiated from; any of its declarations may stand in a marked block.
Marks marks_around_all(const FunctionDecl& function) {
  const FunctionDecl* pattern = function.getTemplateInstantiationPattern();
  Marks marks;
  for (const FunctionDecl* from : {&function, pattern}) {
    if (!from) continue;
    for (const FunctionDecl* declaration : from->redecls()) unite(marks, marks_around(*declaration));
  }
  return marks;
}

Skip impossible(const FunctionDecl& function, bool annotated) {
  if (function.isConsteval()) return Skip::kConsteval;
  if (function.hasAttr<clang::NakedAttr>()) return Skip::kNaked;
  if (!annotated && function.hasAttr<clang::NoInstrumentFunctionAttr>()) return Skip::kNoInstrument;
  return Skip::kNone;
}

// Has no code of its own, or none that the user or a library wrote.
bool is_no_candidate(const FunctionDecl& function) {
  if (function.isDependentContext() || function.isImplicit() || function.isDeleted()) return true;
  const clang::SourceLocation at = function.getLocation();
  return at.isInvalid() || function.getASTContext().getSourceManager().isWrittenInBuiltinFile(at);
}

bool is_one_of(const std::vector<llvm::Regex>& patterns, llvm::StringRef name) {
  return llvm::any_of(patterns, [&](const llvm::Regex& pattern) { return pattern.match(name); });
}

}  // namespace

Selection::Selection(const Options& options, Names& names) : names_(names) {
  for (const std::string& pattern : options.match) match_.emplace_back(pattern);
  for (const std::string& pattern : options.exclude) exclude_.emplace_back(pattern);
}

bool Selection::matches_any_in(const clang::DeclContext& context) {
  for (Decl* declaration : context.noload_decls()) {
    if (auto* pattern = dyn_cast<clang::TemplateDecl>(declaration)) declaration = pattern->getTemplatedDecl();
    if (!declaration || declaration->isImplicit()) continue;
    const auto* function = dyn_cast<FunctionDecl>(declaration);
    if (function && is_one_of(match_, names_.function_name(*function))) return true;
    if (isa<clang::NamespaceDecl, clang::LinkageSpecDecl, clang::ExportDecl, CXXRecordDecl>(declaration) &&
        matches_any_in(*Decl::castToDeclContext(declaration)))
      return true;
  }
  return false;
}

Choice Selection::choose(const FunctionDecl& function) {
  Choice choice;
  if (is_no_candidate(function)) return choice;

  Marks marks = marks_on_function(function);
  choice.annotated = bool(marks);
  if (!marks) marks = marks_around_all(function);
  if (!marks) {
    if (match_.empty()) return choice;
    const std::string name = names_.function_name(function);
    choice.by_match = is_one_of(match_, name);
    if (!choice.by_match) return choice;
    if (is_one_of(exclude_, name)) choice.skip = Skip::kExcluded;
  }
  if (marks.ignore) choice.skip = Skip::kIgnored;

  choice.session = marks.session;
  if (choice.skip == Skip::kNone) choice.skip = impossible(function, choice.annotated);
  choice.tracked = choice.skip == Skip::kNone;
  return choice;
}

}  // namespace flowlog::plugin
