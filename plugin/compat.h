// compat.h: what LLVM's versions call by different names. The only file of the plugin that asks for the
// version; everything else is written for LLVM 19.
#pragma once

#include <functional>

#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/AttributeCommonInfo.h"
#include "clang/Basic/CodeGenOptions.h"
#include "clang/Sema/Sema.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/IR/Attributes.h"
#include "llvm/IR/Instructions.h"

#if LLVM_VERSION_MAJOR >= 17  // parts of the headers above before that
#include "clang/Sema/EnterExpressionEvaluationContext.h"
#include "llvm/IR/AttributeMask.h"
#endif

namespace llvm {
class PassBuilder;
}

namespace flowlog::plugin {

// __attribute__((assume("…"))) on a function.
#if LLVM_VERSION_MAJOR >= 19
using AssumptionAttr = clang::OMPAssumeAttr;
#else
using AssumptionAttr = clang::AssumptionAttr;
#endif

// The spelling [[…]] in C.
#if LLVM_VERSION_MAJOR >= 18
inline constexpr auto kC23Attribute = clang::AttributeCommonInfo::AS_C23;
#else
inline constexpr auto kC23Attribute = clang::AttributeCommonInfo::AS_C2x;
#endif

// Has `this`.
inline bool has_this(const clang::CXXMethodDecl& method) {
#if LLVM_VERSION_MAJOR >= 18
  return method.isImplicitObjectMemberFunction();
#else
  return method.isInstance();
#endif
}

inline bool is_pure(const clang::FunctionDecl& function) {
#if LLVM_VERSION_MAJOR >= 18
  return function.isPureVirtual();
#else
  return function.isPure();
#endif
}

// The default of a type parameter that has one.
inline clang::QualType default_type(const clang::TemplateTypeParmDecl& parameter) {
#if LLVM_VERSION_MAJOR >= 19
  return parameter.getDefaultArgument().getArgument().getAsType();
#else
  return parameter.getDefaultArgument();
#endif
}

inline llvm::AllocaInst* make_alloca(llvm::Type* type, llvm::Align align, const char* name,
                                     llvm::BasicBlock& at_begin_of) {
#if LLVM_VERSION_MAJOR >= 18
  return new llvm::AllocaInst(type, 0, nullptr, align, name, at_begin_of.begin());
#else
  return new llvm::AllocaInst(type, 0, nullptr, align, name, &at_begin_of.front());
#endif
}

// When optimizing, a destructor that does nothing is made an alias of its base's, and no function of its own,
// unless this is called once it has its body, and before its code is made.
#if LLVM_VERSION_MAJOR >= 17
inline void forbid_alias_of_base(clang::CXXDestructorDecl&, clang::CodeGenOptions& options) {
  if (options.OptimizationLevel > 0) options.CXXCtorDtorAliases = false;
}
#else
void forbid_alias_of_base(clang::CXXDestructorDecl& destructor, const clang::CodeGenOptions& options);
#endif

// `callback` gets the PassBuilder of the unit's code generation before its pipeline is made. In LLVM 16 the
// call is for the next unit that is compiled in this process; see compat.cpp.
using PassBuilderCallback = std::function<void(llvm::PassBuilder&)>;
#if LLVM_VERSION_MAJOR >= 17
inline void on_pass_builder(clang::CodeGenOptions& options, PassBuilderCallback callback) {
  options.PassBuilderCallbacks.push_back(std::move(callback));
}
#else
void on_pass_builder(clang::CodeGenOptions& options, PassBuilderCallback callback);
#endif

}  // namespace flowlog::plugin
