// outcomes.cpp: see outcomes.h. The table of result types is in docs/tracking.md.
#include "outcomes.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecordLayout.h"
#include "clang/Sema/Lookup.h"
#include "clang/Sema/Sema.h"
#include "compat.h"
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

// What `name` is in `context`, if it is a Declaration.
template <class Declaration>
Declaration* find(const clang::DeclContext* context, clang::ASTContext& ast, llvm::StringRef name) {
  if (!context) return nullptr;
  for (clang::NamedDecl* candidate : context->lookup(clang::DeclarationName(&ast.Idents.get(name))))
    if (auto* found = dyn_cast<Declaration>(candidate)) return found;
  return nullptr;
}

// With a virtual destructor, so that it is a class of C++ for certain: tables of functions for other
// languages have none.
bool is_polymorphic(QualType type) {
  const auto* record = type->getAsCXXRecordDecl();
  if (!record || !record->hasDefinition() || !record->isPolymorphic()) return false;
  const clang::CXXDestructorDecl* destructor = record->getDestructor();
  return destructor && destructor->isVirtual();
}

// Results are asked by reference to const, as they stand; so no alias and no qualifier makes a difference.
QualType asked_type(const clang::FunctionDecl& function) {
  return function.getReturnType().getCanonicalType().getUnqualifiedType();
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
template <class __flowlog_result>
__attribute__((nodebug, no_instrument_function, no_profile_instrument_function)) static const volatile void*
__flowlog_pointee(const __flowlog_result& __flowlog_it) noexcept {
  return __flowlog_it;
}
template <class __flowlog_result>
__attribute__((nodebug, no_instrument_function, no_profile_instrument_function)) static const volatile void*
__flowlog_owned(const __flowlog_result& __flowlog_it) noexcept {
  return __flowlog_it.get();
}
template <class __flowlog_result>
__attribute__((nodebug, no_instrument_function, no_profile_instrument_function)) static const volatile void*
__flowlog_shared(const __flowlog_result& __flowlog_it) noexcept {
  return __flowlog_it.use_count() != 0 ? __flowlog_it.get() : nullptr;
}
#endif
)";
}

void Outcomes::prepare(const clang::FunctionDecl& function) {
  const QualType type = asked_type(function);
  if (!sema_ || type->isVoidType() || type->isReferenceType() || type->isDependentType()) return;
  const auto [entry, is_new] = known_.try_emplace(type.getTypePtr());
  if (!is_new) return;
  Known& known = entry->second;
  known.at = function.getLocation();

  known.by_rule = classification(type);
  if (const char* classifier = object_classifier_for(type))
    known.by_rule.object = instantiate(own_template(classifier), type, known.at);
  const Rule rule = rule_for(type);
  if (rule.classifier) {
    if (const auto number = instantiate(own_template(rule.classifier), type, known.at)) {
      known.by_rule.kind = rule.kind;
      known.by_rule.classifier = *number;
      known.by_rule.failed_outcome = rule.failed_outcome;
      known.by_rule.detail = rule.detail;
    }
  }
  ask_user(type, known);
}

void Outcomes::notice_header() {
  for (const QualType type : std::exchange(unasked_, {})) ask_user(type, known_.at(type.getTypePtr()));
}

Classification Outcomes::classify(const clang::FunctionDecl& function) const {
  const QualType type = asked_type(function);
  const auto found = known_.find(type.getTypePtr());
  if (found == known_.end()) return {};
  const Known& known = found->second;
  const CXXRecordDecl* stated = known.stated ? statement(type) : nullptr;
  if (!stated) return known.by_rule;
  Classification result = known.by_rule;
  if (known.pointee && llvm::any_of(stated->bases(), [](const clang::CXXBaseSpecifier& base) {
        const auto* rule = base.getType()->getAsCXXRecordDecl();
        return rule && rule->getIdentifier() && rule->getName() == "null_or_alive";
      }))
    result.object = known.pointee;
  result.kind = Classification::Kind::kStated;
  result.classifier = *known.stated;
  result.failed_outcome = FLOWLOG_ERROR;
  result.detail = names_.type(type);
  return result;
}

// What is the same however the type is classified.
Classification Outcomes::classification(QualType type) const {
  Classification result;
  result.result_bytes = context_.getTypeSizeInChars(type).getQuantity();
  result.first_eightbyte_empty = !has_data_below(context_, type, 0, 8);
  return result;
}

void Outcomes::ask_user(QualType type, Known& known) {
  auto* ours = find<clang::NamespaceDecl>(context_.getTranslationUnitDecl(), context_, "flowlog");
  auto* detail = find<clang::NamespaceDecl>(ours, context_, "detail");
  auto* classifier = find<clang::FunctionTemplateDecl>(detail, context_, "stated_outcome");
  if (!classifier) return unasked_.push_back(type);
  known.stated = instantiate(classifier, type, known.at);
  if (type->isPointerType() && is_polymorphic(type->getPointeeType()))
    known.pointee = instantiate(own_template("__flowlog_pointee"), type, known.at);
}

// flowlog::outcome<type>, if the user has specialised it. The classifier has asked for its size by now, so
// that the compiler has made the one that a partial specialisation stands for.
const CXXRecordDecl* Outcomes::statement(QualType type) const {
  auto* ours = find<clang::NamespaceDecl>(context_.getTranslationUnitDecl(), context_, "flowlog");
  auto* outcome = find<clang::ClassTemplateDecl>(ours, context_, "outcome");
  if (!outcome) return nullptr;
  const clang::TemplateArgument arguments[] = {clang::TemplateArgument(type),
                                               clang::TemplateArgument(context_.VoidTy)};
  void* position = nullptr;
  const auto* special = outcome->findSpecialization(arguments, position);
  return special ? special->getDefinition() : nullptr;
}

// What owns an object that is alive, whose type may be another than the one that is written. Raw pointers and
// references may refer to what is gone, or not yet there, and to look at the type is to follow them.
const char* Outcomes::object_classifier_for(QualType type) const {
  const auto* special = llvm::dyn_cast_or_null<ClassTemplateSpecializationDecl>(type->getAsRecordDecl());
  if (!special || !special->isInStdNamespace()) return nullptr;
  const bool unique = special->getName() == "unique_ptr";
  if (!unique && special->getName() != "shared_ptr") return nullptr;
  const auto& arguments = special->getTemplateArgs();
  if (arguments.size() == 0 || arguments[0].getKind() != clang::TemplateArgument::Type ||
      !is_polymorphic(arguments[0].getAsType()))
    return nullptr;
  if (!unique) return "__flowlog_shared";
  // Other deleters may hold anything: handles, or objects that are not theirs.
  const auto* deleter = arguments.size() > 1 && arguments[1].getKind() == clang::TemplateArgument::Type
                            ? arguments[1].getAsType()->getAsRecordDecl()
                            : nullptr;
  const bool deletes = deleter && deleter->isInStdNamespace() && deleter->getName() == "default_delete";
  return deletes ? "__flowlog_owned" : nullptr;
}

Outcomes::Rule Outcomes::rule_for(QualType type) const {
  using Kind = Classification::Kind;
  const auto* tag = type->getAsTagDecl();
  if (!tag) return {};
  if (tag->getIdentifier() && tag->isInStdNamespace()) {
    const llvm::StringRef name = tag->getName();
    if (name == "errc") return {"__flowlog_is_not_zero", Kind::kFailed, FLOWLOG_ERROR, names_.type(type)};
    if (name == "error_code" || name == "error_condition")
      return {"__flowlog_has_error_number", Kind::kFailed, FLOWLOG_ERROR, names_.type(type)};
    if (name == "variant") return {"__flowlog_alternative", Kind::kAlternative, FLOWLOG_ERROR, "valueless"};
  }
  const auto* record = dyn_cast<CXXRecordDecl>(tag);
  return record && record->hasDefinition() ? rule_for_class(*record) : Rule{};
}

// What can be asked has_value() is an optional, or, if it can be asked for an error(), too, an expected:
// those of the standard library and all that are made after their example.
Outcomes::Rule Outcomes::rule_for_class(const CXXRecordDecl& record) const {
  using Kind = Classification::Kind;
  const QualType type(record.getTypeForDecl(), 0);
  const auto* has_value = question(record, "has_value");
  if (!has_value || !has_value->getReturnType()->isBooleanType() || !never_throws(*has_value)) return {};
  if (const auto* error = question(record, "error")) {
    const QualType returned = error->getReturnType().getNonReferenceType().getUnqualifiedType();
    return {"__flowlog_has_no_value", Kind::kFailed, FLOWLOG_ERROR,
            names_.type(returned->isVoidType() || returned->isUndeducedType() ? type : returned)};
  }
  const auto* special = dyn_cast<ClassTemplateSpecializationDecl>(&record);
  if (!special) return {};
  if (record.getName() == "optional") return {"__flowlog_has_no_value", Kind::kFailed, FLOWLOG_PARTIAL, ""};
  if (record.getName() == "expected") {
    const auto& arguments = special->getTemplateArgs();
    const bool has_error = arguments.size() > 1 && arguments[1].getKind() == clang::TemplateArgument::Type;
    return {"__flowlog_has_no_value", Kind::kFailed, FLOWLOG_ERROR,
            names_.type(has_error ? arguments[1].getAsType() : type)};
  }
  return {};
}

// What may throw was not made to be asked by others: an exception of its would end the program.
bool Outcomes::never_throws(const clang::CXXMethodDecl& method) const {
  const auto* type = method.getType()->getAs<clang::FunctionProtoType>();
  if (type && clang::isUnresolvedExceptionSpec(type->getExceptionSpecType()))
    type = sema_->ResolveExceptionSpec(method.getLocation(), type);
  return type && type->isNothrow();
}

// A public member function `name() const` without parameters, the class's own or inherited: users have
// classes with such names, too, and what we call must compile. Null if there is none.
const clang::CXXMethodDecl* Outcomes::question(const CXXRecordDecl& record, llvm::StringRef name) const {
  clang::LookupResult found(*sema_, clang::DeclarationName(&context_.Idents.get(name)), record.getLocation(),
                            clang::Sema::LookupMemberName);
  found.suppressDiagnostics();
  sema_->LookupQualifiedName(found, const_cast<CXXRecordDecl*>(&record));
  if (found.isAmbiguous()) return nullptr;
  for (auto candidate = found.begin(); candidate != found.end(); ++candidate) {
    const auto* method = dyn_cast<clang::CXXMethodDecl>((*candidate)->getUnderlyingDecl());
    if (method && candidate.getAccess() == clang::AS_public && method->isConst() && !method->isDeleted() &&
        method->getNumParams() == 0 && method->getRefQualifier() != clang::RQ_RValue)
      return method;
  }
  return nullptr;
}

clang::FunctionTemplateDecl* Outcomes::own_template(const char* name) const {
  return find<clang::FunctionTemplateDecl>(context_.getTranslationUnitDecl(), context_, name);
}

std::optional<size_t> Outcomes::instantiate(clang::FunctionTemplateDecl* classifier, QualType type,
                                            clang::SourceLocation at) {
  if (!classifier) return std::nullopt;
  // We may be called in the middle of anything, such as an instantiation that a decltype needs.
  clang::Sema::ContextRAII outside(*sema_, context_.getTranslationUnitDecl());
  clang::EnterExpressionEvaluationContext evaluated(
      *sema_, clang::Sema::ExpressionEvaluationContext::PotentiallyEvaluated);
  const auto* arguments = clang::TemplateArgumentList::CreateCopy(context_, {clang::TemplateArgument(type)});
  clang::FunctionDecl* function = sema_->InstantiateFunctionDeclaration(classifier, arguments, at);
  if (!function) return std::nullopt;
  function->addAttr(AssumptionAttr::CreateImplicit(context_, make_key(kClassifierKey, classifiers_)));
  function->addAttr(clang::UsedAttr::CreateImplicit(context_));
  sema_->MarkFunctionReferenced(at, function);
  return classifiers_++;
}

}  // namespace flowlog::plugin
