// versions.h: functions that are compiled in several versions, one of which is chosen when the program starts
// (target_clones, target, target_version, cpu_specific).
//
// They are one function, with one site. The compiler gives each version the function's linkage name and a
// suffix, and refuses any attribute on them that it does not know, such as a mark (marks.h). Whether a plain
// function has versions it knows only when it has read all of its attributes, or a second declaration. So the
// marks on all functions that may come to have versions wait in a table: in a template until its class is
// complete, in order to be instantiated with it, elsewhere until the unit ends.
#pragma once

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"

namespace clang {
class Decl;
class FunctionDecl;
class TagDecl;
}  // namespace clang

namespace flowlog::plugin {

// Function templates, lambdas, constructors and destructors never have versions.
bool may_have_versions(const clang::Decl& declaration);

// `mark` must live as long as the program.
void let_mark_wait(const clang::Decl& declaration, llvm::StringRef mark, clang::SourceRange at);
void for_waiting_marks(const clang::Decl& declaration, llvm::function_ref<void(llvm::StringRef)> visit);

// When a class is complete.
void attach_marks_of_template(clang::TagDecl& tag);

// At the end of a unit: from now on no version can be added, and who loads the declarations from a
// precompiled header finds the marks on them.
void attach_waiting_marks();

// All declarations of `function` and of its other versions.
void for_versions(const clang::FunctionDecl& function,
                  llvm::function_ref<void(const clang::FunctionDecl&)> visit);

// The function's linkage name, if `symbol` is that of a version. Empty for what is made to choose among them.
llvm::StringRef without_version(llvm::StringRef symbol);

}  // namespace flowlog::plugin
