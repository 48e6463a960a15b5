// names.cpp: see names.h.
#include "names.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/CodeGenOptions.h"
#include "clang/Basic/SourceManager.h"
#include "compat.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

namespace flowlog::plugin {
namespace {

using clang::CXXMethodDecl;
using clang::CXXRecordDecl;
using clang::FunctionDecl;
using llvm::dyn_cast;
using llvm::isa;
using llvm::raw_ostream;

clang::PrintingPolicy policy_for(const clang::ASTContext& context) {
  clang::PrintingPolicy policy = context.getPrintingPolicy();
  policy.FullyQualifiedName = true;
  policy.SuppressDefaultTemplateArgs = true;
  policy.AnonymousTagLocations = false;  // they hold lines
  policy.SplitTemplateClosers = false;
  policy.TerseOutput = true;
  return policy;
}

// How the standard library spells its aliases once they are resolved, and how people do.
void use_known_aliases(std::string& text) {
  static constexpr std::pair<llvm::StringLiteral, llvm::StringLiteral> kAliases[] = {
      {"std::basic_string<char>", "std::string"},
      {"std::basic_string<wchar_t>", "std::wstring"},
      {"std::basic_string<char8_t>", "std::u8string"},
      {"std::basic_string<char16_t>", "std::u16string"},
      {"std::basic_string<char32_t>", "std::u32string"},
      {"std::basic_string_view<char>", "std::string_view"},
      {"std::basic_string_view<wchar_t>", "std::wstring_view"},
      {"std::basic_ostream<char>", "std::ostream"},
      {"std::basic_istream<char>", "std::istream"},
  };
  for (const auto& [resolved, alias] : kAliases)
    for (size_t at = 0; (at = text.find(resolved.data(), at)) != std::string::npos; at += alias.size())
      text.replace(at, resolved.size(), alias.data());
}

// `<T, Args...>`; without the parameters that `auto` stands for, and those without a name, which only
// constrain.
void print_template_parameters(raw_ostream& out, const clang::TemplateParameterList& parameters) {
  std::string text;
  for (const clang::NamedDecl* parameter : parameters) {
    if (parameter->isImplicit() || parameter->getDeclName().isEmpty()) continue;
    text += (text.empty() ? "" : ", ") + parameter->getNameAsString();
    if (parameter->isParameterPack()) text += "...";
  }
  if (!text.empty()) out << '<' << text << '>';
}

// The blocks of one function may each have a class of the same name.
unsigned ordinal_among_namesakes(const clang::RecordDecl& record) {
  if (!record.getDeclContext()->isFunctionOrMethod()) return 1;
  unsigned ordinal = 0;
  for (const clang::Decl* sibling : record.getDeclContext()->decls()) {
    const auto* namesake = dyn_cast<clang::RecordDecl>(sibling);
    if (!namesake || namesake->getDeclName() != record.getDeclName() || !namesake->isFirstDecl()) continue;
    ++ordinal;
    if (namesake->getCanonicalDecl() == record.getCanonicalDecl()) break;
  }
  return ordinal;
}

}  // namespace

Names::Names(const clang::ASTContext& context, const clang::CodeGenOptions& code, Lambdas& lambdas)
    : context_(context), code_(code), lambdas_(lambdas), policy_(policy_for(context)) {}

std::string Names::type(clang::QualType type) const {
  std::string text = (type->isDependentType() ? type : type.getCanonicalType()).getAsString(policy_);
  use_known_aliases(text);
  return text;
}

std::string Names::function_name(const FunctionDecl& function) {
  std::string text;
  llvm::raw_string_ostream out(text);
  print_function(out, lambdas_.as_written(function), /*signatures=*/false);
  out.flush();
  use_known_aliases(text);
  return text;
}

std::string Names::id(const FunctionDecl& function) {
  std::string text;
  llvm::raw_string_ostream out(text);
  const FunctionDecl& written = lambdas_.as_written(function);
  print_function(out, written, /*signatures=*/true);
  if (is_internal(written)) out << " [" << written_at(function).file << ']';
  out.flush();
  use_known_aliases(text);
  return text;
}

std::string Names::module(const FunctionDecl& function) {
  std::string text;
  for (const clang::DeclContext* at = lambdas_.as_written(function).getDeclContext(); at;
       at = at->getParent()) {
    const auto* space = dyn_cast<clang::NamespaceDecl>(at);
    if (!space || space->isAnonymousNamespace() || space->isInline()) continue;
    text = space->getNameAsString() + (text.empty() ? "" : "::") + text;
  }
  return text;
}

Names::Line Names::written_at(const FunctionDecl& function) {
  const clang::SourceManager& sources = context_.getSourceManager();
  const clang::PresumedLoc at =
      sources.getPresumedLoc(sources.getExpansionLoc(lambdas_.as_written(function).getLocation()));
  if (at.isInvalid()) return {};
  llvm::SmallString<256> path(at.getFilename());
  // Who builds the same bytes wherever the source stands gives one of these options, or -ffile-prefix-map,
  // which is both.
  const std::string as_given(path);
  context_.getLangOpts().remapPathPrefix(path);
  if (path != as_given) return {std::string(path), at.getLine()};
  for (const auto& [from, to] : llvm::reverse(code_.DebugPrefixMap))
    if (llvm::sys::path::replace_path_prefix(path, from, to)) break;
  return {std::string(path), at.getLine()};
}

void Names::print_context(raw_ostream& out, const clang::DeclContext* context, bool signatures) {
  if (!context || context->isTranslationUnit()) return;
  if (const auto* function = dyn_cast<FunctionDecl>(context)) {
    print_function(out, lambdas_.as_written(*function), signatures);
    out << "::";
    return;
  }
  if (const auto* record = dyn_cast<clang::RecordDecl>(context)) {
    print_record(out, *record, signatures);
    out << "::";
    return;
  }
  print_context(out, context->getParent(), signatures);
  const auto* space = dyn_cast<clang::NamespaceDecl>(context);
  if (!space || (space->isInline() && !space->isAnonymousNamespace())) return;
  if (space->isAnonymousNamespace())
    out << "(anonymous namespace)::";
  else
    out << *space << "::";
}

// What a lambda stands in.
void Names::print_owner(raw_ostream& out, const clang::Decl& owner, bool signatures) {
  if (const auto* function = dyn_cast<FunctionDecl>(&owner))
    return print_function(out, *function, signatures);
  print_context(out, owner.getDeclContext(), signatures);
  out << llvm::cast<clang::NamedDecl>(owner).getDeclName();
  const auto* variable = dyn_cast<clang::VarDecl>(&owner);
  if (variable && variable->getDescribedVarTemplate())
    print_template_parameters(out, *variable->getDescribedVarTemplate()->getTemplateParameters());
}

void Names::print_record(raw_ostream& out, const clang::RecordDecl& record, bool signatures) {
  const auto* cxx = dyn_cast<CXXRecordDecl>(&record);
  if (cxx && cxx->isLambda()) {
    const Lambdas::Place place = lambdas_.place_of(*cxx);
    if (place.owner)
      print_owner(out, *place.owner, signatures);
    else
      print_context(out, record.getDeclContext(), signatures);
    out << (place.owner ? "::lambda#" : "lambda#") << place.ordinal;
    return;
  }
  print_context(out, record.getDeclContext(), signatures);
  if (const clang::TypedefNameDecl* name = record.getTypedefNameForAnonDecl())
    out << *name;
  else if (record.getDeclName().isEmpty())
    out << "(unnamed)";
  else
    out << record.getDeclName();
  if (const unsigned ordinal = ordinal_among_namesakes(record); ordinal > 1) out << '#' << ordinal;

  if (const auto* partial = dyn_cast<clang::ClassTemplatePartialSpecializationDecl>(&record))
    clang::printTemplateArgumentList(out, partial->getTemplateArgsAsWritten()->arguments(), policy_);
  else if (const auto* special = dyn_cast<clang::ClassTemplateSpecializationDecl>(&record))
    clang::printTemplateArgumentList(out, special->getTemplateArgs().asArray(), policy_,
                                     special->getSpecializedTemplate()->getTemplateParameters());
  else if (cxx && cxx->getDescribedClassTemplate())
    print_template_parameters(out, *cxx->getDescribedClassTemplate()->getTemplateParameters());
}

void Names::print_function(raw_ostream& out, const FunctionDecl& function, bool signatures) {
  const auto* method = dyn_cast<CXXMethodDecl>(&function);
  const bool lambda =
      method && method->getParent()->isLambda() && method->getOverloadedOperator() == clang::OO_Call;
  if (lambda) {
    print_record(out, *method->getParent(), signatures);  // its call operator is all that it does
  } else {
    print_context(out, function.getDeclContext(), signatures);
    print_own_name(out, function);
  }
  if (const clang::FunctionTemplateDecl* templ = function.getDescribedFunctionTemplate())
    print_template_parameters(out, *templ->getTemplateParameters());
  else if (const clang::TemplateArgumentList* arguments = function.getTemplateSpecializationArgs();
           arguments && !lambda)
    clang::printTemplateArgumentList(out, arguments->asArray(), policy_,
                                     function.getPrimaryTemplate()->getTemplateParameters());
  if (signatures) print_signature(out, function);
}

void Names::print_own_name(raw_ostream& out, const FunctionDecl& function) const {
  // Constructors and destructors print with their class's template arguments, which stand before the `::`
  // already.
  if (isa<clang::CXXConstructorDecl>(function)) {
    out << llvm::cast<CXXMethodDecl>(function).getParent()->getDeclName();
  } else if (isa<clang::CXXDestructorDecl>(function)) {
    out << '~' << llvm::cast<CXXMethodDecl>(function).getParent()->getDeclName();
  } else if (const auto* conversion = dyn_cast<clang::CXXConversionDecl>(&function)) {
    out << "operator " << type(conversion->getConversionType());
  } else {
    function.getDeclName().print(out, policy_);
  }
}

void Names::print_signature(raw_ostream& out, const FunctionDecl& function) const {
  out << '(';
  const char* comma = "";
  for (const clang::ParmVarDecl* parameter : function.parameters()) {
    out << comma << type(parameter->getType().getUnqualifiedType());
    comma = ", ";
  }
  if (function.isVariadic()) out << comma << "...";
  out << ')';
  if (const auto* method = dyn_cast<CXXMethodDecl>(&function); method && !method->getParent()->isLambda()) {
    if (method->isConst()) out << " const";
    if (method->isVolatile()) out << " volatile";
    if (method->getRefQualifier() == clang::RQ_LValue) out << " &";
    if (method->getRefQualifier() == clang::RQ_RValue) out << " &&";
  }
  print_constraints(out, function);
}

// Overloads may differ in nothing else. Before C++20 a template was constrained by parameters without a name,
// such as `enable_if_t<…> = 0`.
void Names::print_constraints(raw_ostream& out, const FunctionDecl& function) const {
  llvm::SmallVector<std::string, 4> texts;
  llvm::SmallVector<const clang::Expr*, 3> constraints;
  if (const clang::FunctionTemplateDecl* templ = function.getDescribedFunctionTemplate()) {
    templ->getAssociatedConstraints(constraints);
    for (const clang::NamedDecl* parameter : *templ->getTemplateParameters()) {
      if (parameter->isImplicit() || !parameter->getDeclName().isEmpty()) continue;
      if (const auto* value = dyn_cast<clang::NonTypeTemplateParmDecl>(parameter))
        texts.push_back(type(value->getType()));
      const auto* of_type = dyn_cast<clang::TemplateTypeParmDecl>(parameter);
      if (of_type && of_type->hasDefaultArgument()) texts.push_back(type(default_type(*of_type)));
    }
  } else {
    function.getAssociatedConstraints(constraints);
  }
  for (const clang::Expr* constraint : constraints) {
    llvm::raw_string_ostream text(texts.emplace_back());
    constraint->printPretty(text, nullptr, policy_);
  }
  if (!texts.empty()) out << " requires " << llvm::join(texts, " && ");
}

// Linkage is the outermost function's, variable's or class's; what is local to it is known by it.
bool Names::is_internal(const FunctionDecl& function) {
  const clang::NamedDecl* outermost = &function;
  const clang::Decl* at = &function;
  while (at) {
    const clang::DeclContext* around = at->getDeclContext();
    if (const auto* record = dyn_cast<CXXRecordDecl>(around); record && record->isLambda()) {
      at = lambdas_.place_of(*record).owner;
      if (!at) at = record;
    } else if (const auto* enclosing = dyn_cast<FunctionDecl>(around)) {
      at = &lambdas_.as_written(*enclosing);
    } else if (const auto* record = dyn_cast<CXXRecordDecl>(around); record && record->isLocalClass()) {
      at = record;
    } else {
      break;
    }
    if (const auto* named = dyn_cast<clang::NamedDecl>(at)) outermost = named;
  }
  if (const auto* field = dyn_cast<clang::FieldDecl>(outermost)) outermost = field->getParent();
  return !outermost->isExternallyVisible();
}

}  // namespace flowlog::plugin
