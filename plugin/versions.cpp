// versions.cpp: see versions.h.
#include "versions.h"

#include <utility>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "compat.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

namespace flowlog::plugin {
namespace {

using clang::Decl;
using clang::FunctionDecl;

struct WaitingMark {
  llvm::StringRef text;
  clang::SourceRange at;
};

using WaitingMarks = llvm::SmallVector<WaitingMark, 1>;
llvm::DenseMap<const Decl*, WaitingMarks> waiting;

bool has_versions(const Decl& declaration) {
  return declaration.hasAttr<clang::TargetAttr>() || declaration.hasAttr<clang::TargetClonesAttr>() ||
         declaration.hasAttr<clang::TargetVersionAttr>() || declaration.hasAttr<clang::CPUSpecificAttr>() ||
         declaration.hasAttr<clang::CPUDispatchAttr>();
}

void attach(const Decl& declaration, const WaitingMarks& marks) {
  for (const WaitingMark& mark : marks)
    const_cast<Decl&>(declaration)
        .addAttr(AssumptionAttr::CreateImplicit(declaration.getASTContext(), mark.text, mark.at));
}

}  // namespace

bool may_have_versions(const Decl& declaration) {
  const auto* function = llvm::dyn_cast<FunctionDecl>(&declaration);
  if (!function || function->getDescribedFunctionTemplate()) return false;
  if (llvm::isa<clang::CXXConstructorDecl, clang::CXXDestructorDecl>(function)) return false;
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
  if (method && method->getParent()->isLambda()) return false;
  return !function->isTemplated() || (method && !method->isOutOfLine());
}

void let_mark_wait(const Decl& declaration, llvm::StringRef mark, clang::SourceRange at) {
  waiting[&declaration].push_back({mark, at});
}

void for_waiting_marks(const Decl& declaration, llvm::function_ref<void(llvm::StringRef)> visit) {
  const auto found = waiting.find(&declaration);
  if (found == waiting.end()) return;
  for (const WaitingMark& mark : found->second) visit(mark.text);
}

void attach_marks_of_template(clang::TagDecl& tag) {
  const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(&tag);
  if (!record || waiting.empty() || !record->isDependentContext()) return;
  for (const clang::CXXMethodDecl* method : record->methods()) {
    const auto found = waiting.find(method);
    if (found == waiting.end() || has_versions(*method)) continue;
    attach(*method, found->second);
    waiting.erase(found);
  }
}

void attach_waiting_marks() {
  for (const auto& [declaration, marks] : std::exchange(waiting, decltype(waiting)()))
    attach(*declaration, marks);
}

void for_versions(const FunctionDecl& function, llvm::function_ref<void(const FunctionDecl&)> visit) {
  const auto visit_declarations = [&](const FunctionDecl* version) {
    for (const FunctionDecl* declaration : version->redecls()) visit(*declaration);
  };
  if (function.isMultiVersion())
    function.getASTContext().forEachMultiversionedFunctionVersion(&function, visit_declarations);
  else
    visit_declarations(&function);
}

llvm::StringRef without_version(llvm::StringRef symbol) {
  return symbol.ends_with(".resolver") ? "" : symbol.take_until([](char c) { return c == '.'; });
}

}  // namespace flowlog::plugin
