// attribute.cpp: registers [[flowlog::track]] and its kin with the compiler.
//
// On a function, class or namespace each leaves a mark (marks.h); what follows from it is decided in
// selection.cpp.
#include "attribute.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/DiagnosticSema.h"
#include "clang/Lex/Lexer.h"
#include "clang/Sema/ParsedAttr.h"
#include "clang/Sema/Sema.h"
#include "compat.h"
#include "diagnostics.h"
#include "marks.h"
#include "versions.h"

namespace flowlog::plugin {
namespace {

using clang::AttributeCommonInfo;
using clang::ParsedAttr;
using clang::ParsedAttrInfo;
using clang::Sema;

Annotated annotated;

bool is_lambda(const clang::Decl& declaration) {
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&declaration);
  return method && method->getParent()->isLambda();
}

// As the user knows it: 'flowlog::track'.
std::string spelled(const ParsedAttr& attribute) { return "'" + attribute.getNormalizedFullName() + "'"; }

// In [[…]] the compiler skips the arguments of attributes that are not its own, and we never see them; only
// the parenthesis shows.
bool has_arguments(const Sema& sema, const ParsedAttr& attribute) {
  const auto next =
      clang::Lexer::findNextToken(attribute.getRange().getEnd(), sema.getSourceManager(), sema.getLangOpts());
  return next && next->is(clang::tok::l_paren);
}

// Common to all: an attribute without arguments that leaves a mark.
class MarkingAttribute : public ParsedAttrInfo {
 public:
  bool diagAppertainsToDecl(Sema& sema, const ParsedAttr& attribute, const clang::Decl* on) const override {
    if (llvm::isa<clang::FunctionDecl, clang::FunctionTemplateDecl>(on)) return true;
    const bool functions_only = functions_only_ || !sema.getLangOpts().CPlusPlus;
    if (!functions_only && llvm::isa<clang::RecordDecl, clang::ClassTemplateDecl, clang::NamespaceDecl>(on))
      return true;
    warn(sema.getDiagnostics(), attribute.getLoc(),
         spelled(attribute) + " has no effect here; it applies to " +
             (functions_only ? "functions" : "functions, classes and namespaces"));
    return false;
  }

  AttrHandling handleDeclAttribute(Sema& sema, clang::Decl* on, const ParsedAttr& attribute) const override {
    if (attribute.isStandardAttributeSyntax() && has_arguments(sema, attribute))
      sema.Diag(attribute.getLoc(), clang::diag::err_attribute_wrong_number_arguments) << attribute << 0;
    const Marks before = marks_on(*on);
    if (mark_ == kIgnoreMark ? before.track || before.session : before.ignore)
      warn(sema.getDiagnostics(), attribute.getLoc(),
           spelled(attribute) + " contradicts another attribute here; 'ignore' wins");
    annotated.any = true;
    annotated.inside_functions |= llvm::isa<clang::NamespaceDecl>(on) || is_lambda(*on);
    if (may_have_versions(*on))
      let_mark_wait(*on, mark_, attribute.getRange());
    else
      on->addAttr(AssumptionAttr::CreateImplicit(sema.Context, mark_, attribute.getRange()));
    return AttributeApplied;
  }

 protected:
  MarkingAttribute(llvm::StringRef mark, bool functions_only)
      : mark_(mark), functions_only_(functions_only) {}

 private:
  llvm::StringRef mark_;
  bool functions_only_;
};

struct Track : MarkingAttribute {
  Track() : MarkingAttribute(kTrackMark, /*functions_only=*/false) {
    static constexpr Spelling kSpellings[] = {{ParsedAttr::AS_GNU, "flowlog"},
                                              {ParsedAttr::AS_CXX11, "flowlog"},
                                              {kC23Attribute, "flowlog"},
                                              {ParsedAttr::AS_GNU, "flowlog_track"},
                                              {ParsedAttr::AS_CXX11, "flowlog::track"},
                                              {kC23Attribute, "flowlog::track"}};
    Spellings = kSpellings;
  }
};

struct Session : MarkingAttribute {
  Session() : MarkingAttribute(kSessionMark, /*functions_only=*/true) {
    static constexpr Spelling kSpellings[] = {{ParsedAttr::AS_GNU, "flowlog_session"},
                                              {ParsedAttr::AS_CXX11, "flowlog::session"},
                                              {kC23Attribute, "flowlog::session"}};
    Spellings = kSpellings;
  }
};

struct Ignore : MarkingAttribute {
  Ignore() : MarkingAttribute(kIgnoreMark, /*functions_only=*/false) {
    static constexpr Spelling kSpellings[] = {{ParsedAttr::AS_GNU, "flowlog_ignore"},
                                              {ParsedAttr::AS_CXX11, "flowlog::ignore"},
                                              {kC23Attribute, "flowlog::ignore"}};
    Spellings = kSpellings;
  }
};

clang::ParsedAttrInfoRegistry::Add<Track> track("flowlog::track", "track calls");
clang::ParsedAttrInfoRegistry::Add<Session> session("flowlog::session", "track calls, each a session");
clang::ParsedAttrInfoRegistry::Add<Ignore> ignore("flowlog::ignore", "do not track");

}  // namespace

Marks marks_on(const clang::Decl& declaration) {
  Marks marks;
  const auto note = [&](llvm::StringRef text) {
    marks.track |= text == kTrackMark;
    marks.session |= text == kSessionMark;
    marks.ignore |= text == kIgnoreMark;
  };
  for_waiting_marks(declaration, note);
  if (declaration.hasAttrs())
    for (const auto* assumption : declaration.specific_attrs<AssumptionAttr>())
      note(assumption->getAssumption());
  return marks;
}

const Annotated& annotated_so_far() { return annotated; }

}  // namespace flowlog::plugin
