// outcomes.cpp: see outcomes.h. The table of result types is in docs/tracking.md.
#include "outcomes.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecordLayout.h"
#include "clang/Sema/EnterExpressionEvaluationContext.h"
#include "clang/Sema/Lookup.h"
#include "clang/Sema/Sema.h"
#include "flowlog/abi.h"
#include "marks.h"

namespace flowlog::plugin {
namespace {

using clang::ClassTemplateSpecializationDecl;
using clang::CXXRecordDecl;
using clang::QualType;
using llvm::dyn_cast;

// Whether bytes below `limit` of an object hold data, the object itself standing at `offset`.
bool has_data_below(const clang::ASTContext& context, QualType type, uint64_t offset, uint64_t limit) {
  if (offset >= limit) return false;
  if (const clang::ArrayType* array = context.getAsArrayType(type))
    return has_data_below(context, array->getElementType(), offset, limit);
  const clang::RecordDecl* record = type->getAsRecordDecl();
  if (!record) return true;
  const clang::ASTRecordLayout& layout = context.getASTRecordLayout(record);
  if (const auto* cxx = dyn_cast<CXXRecordDecl>(record)) {
    if (cxx->isEmpty()) return false;
    if (cxx->isDynamicClass()) return true;
    for (const clang::CXXBaseSpecifier& base : cxx->bases()) {
      const auto at = layout.getBaseClassOffset(base.getType()->getAsCXXRecordDecl());
      if (has_data_below(context, base.getType(), offset + at.getQuantity(), limit)) return true;
    }
  }
  for (const clang::FieldDecl* field : record->fields()) {
    const uint64_t at = layout.getFieldOffset(field->getFieldIndex()) / 8;
    if (has_data_below(context, field->getType(), offset + at, limit)) return true;
  }
  return false;
}

}  // namespace

// Reserved names only: users define macros for all others. The line marker makes it a system header's text,
// in which nothing is warned about.
const char* Outcomes::classifier_templates() {
  return R"(
# 1 "<built-in>" 3
#if __cplusplus >= 201103L
template <class __flowlog_result>
__attribute__((nodebug, no_instrument_function, no_profile_instrument_function)) static unsigned
__flowlog_has_no_value(const __flowlog_result& __flowlog_it) noexcept {
  return !__flowlog_it.has_value();
}
template <class __flowlog_result>
__attribute__((nodebug, no_instrument_function, no_profile_instrument_function)) static unsigned
__flowlog_has_error_number(const __flowlog_result& __flowlog_it) noexcept {
  return __flowlog_it.value() != 0;
}
template <class __flowlog_result>
__attribute__((nodebug, no_instrument_function, no_profile_instrument_function)) static unsigned
__flowlog_is_not_zero(const __flowlog_result& __flowlog_it) noexcept {
  return static_cast<long long>(__flowlog_it) != 0;
}
template <class __flowlog_result>
__attribute__((nodebug, no_instrument_function, no_profile_instrument_function)) static unsigned
__flowlog_alternative(const __flowlog_result& __flowlog_it) noexcept {
  return __flowlog_it.valueless_by_exception() ? ~0u : static_cast<unsigned>(__flowlog_it.index());
}
#endif
)";
}

Classification Outcomes::classify(const clang::FunctionDecl& function) {
  const QualType type = function.getReturnType().getCanonicalType().getUnqualifiedType();
  if (!sema_ || type->isVoidType() || type->isReferenceType() || type->isDependentType()) return {};
  const auto [entry, is_new] = known_.try_emplace(type.getTypePtr());
  if (!is_new) return entry->second;

  const Rule rule = rule_for(type);
  if (!rule.classifier || !instantiate(rule.classifier, type, function.getLocation(), classifiers_))
    return {};
  Classification& result = entry->second;
  result.kind = rule.kind;
  result.classifier = classifiers_++;
  result.failed_outcome = rule.failed_outcome;
  result.detail = rule.detail;
  result.result_bytes = context_.getTypeSizeInChars(type).getQuantity();
  result.first_eightbyte_empty = !has_data_below(context_, type, 0, 8);
  return result;
}

Outcomes::Rule Outcomes::rule_for(QualType type) const {
  using Kind = Classification::Kind;
  const auto* tag = type->getAsTagDecl();
  if (!tag || !tag->getIdentifier()) return {};
  const llvm::StringRef name = tag->getName();
  const bool is_std = tag->isInStdNamespace();
  if (is_std && name == "errc")
    return {"__flowlog_is_not_zero", Kind::kFailed, FLOWLOG_ERROR, names_.type(type)};
  if (is_std && (name == "error_code" || name == "error_condition"))
    return {"__flowlog_has_error_number", Kind::kFailed, FLOWLOG_ERROR, names_.type(type)};

  const auto* special = dyn_cast<ClassTemplateSpecializationDecl>(tag);
  if (!special || !special->hasDefinition()) return {};
  if (is_std && name == "variant")
    return {"__flowlog_alternative", Kind::kAlternative, FLOWLOG_ERROR, "valueless"};
  if (name == "optional" && has_value_test(*special))
    return {"__flowlog_has_no_value", Kind::kFailed, FLOWLOG_PARTIAL, ""};
  if (name == "expected" && has_value_test(*special)) {
    const auto& arguments = special->getTemplateArgs();
    const bool has_error = arguments.size() > 1 && arguments[1].getKind() == clang::TemplateArgument::Type;
    return {"__flowlog_has_no_value", Kind::kFailed, FLOWLOG_ERROR,
            has_error ? names_.type(arguments[1].getAsType()) : names_.type(type)};
  }
  return {};
}

// A public `bool has_value() const`, the class's own or inherited; users have classes of these names, too,
// and what we call must compile.
bool Outcomes::has_value_test(const CXXRecordDecl& record) const {
  clang::LookupResult found(*sema_, clang::DeclarationName(&context_.Idents.get("has_value")),
                            record.getLocation(), clang::Sema::LookupMemberName);
  found.suppressDiagnostics();
  sema_->LookupQualifiedName(found, const_cast<CXXRecordDecl*>(&record));
  const auto* method =
      found.isSingleResult() ? dyn_cast<clang::CXXMethodDecl>(found.getFoundDecl()) : nullptr;
  return method && found.begin().getAccess() == clang::AS_public && method->isConst() &&
         method->getNumParams() == 0 && method->getReturnType()->isBooleanType() && !method->isDeleted();
}

bool Outcomes::instantiate(const char* classifier, QualType type, clang::SourceLocation at, size_t number) {
  clang::DeclContext* const unit = context_.getTranslationUnitDecl();
  clang::FunctionTemplateDecl* templ = nullptr;
  for (clang::NamedDecl* candidate : unit->lookup(clang::DeclarationName(&context_.Idents.get(classifier))))
    templ = dyn_cast<clang::FunctionTemplateDecl>(candidate);
  if (!templ) return false;

  // We may be called in the middle of anything, such as an instantiation that a decltype needs.
  clang::Sema::ContextRAII outside(*sema_, unit);
  clang::EnterExpressionEvaluationContext evaluated(
      *sema_, clang::Sema::ExpressionEvaluationContext::PotentiallyEvaluated);
  const auto* arguments = clang::TemplateArgumentList::CreateCopy(context_, {clang::TemplateArgument(type)});
  clang::FunctionDecl* function = sema_->InstantiateFunctionDeclaration(templ, arguments, at);
  if (!function) return false;
  function->addAttr(clang::OMPAssumeAttr::CreateImplicit(context_, make_key(kClassifierKey, number)));
  function->addAttr(clang::UsedAttr::CreateImplicit(context_));
  sema_->MarkFunctionReferenced(at, function);
  return true;
}

}  // namespace flowlog::plugin
