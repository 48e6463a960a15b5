// shapes.h: a type's structure as JSON, to the grammar of docs/format.md ("Shapes"). Never a value.
#pragma once

#include "clang/AST/ASTContext.h"
#include "llvm/Support/JSON.h"
#include "names.h"

namespace flowlog::plugin {

class Shapes {
 public:
  // Objects nest at most `depth` deep; what would stand below is written as its type's name.
  Shapes(const clang::ASTContext& context, const Names& names, unsigned depth)
      : context_(context), names_(names), depth_(depth) {}

  // The object of parameters by name, `this` last.
  void write_input(llvm::json::OStream& out, const clang::FunctionDecl& function);
  void write_output(llvm::json::OStream& out, const clang::FunctionDecl& function);

 private:
  void write(llvm::json::OStream& out, clang::QualType type);
  bool write_structure(llvm::json::OStream& out, clang::QualType type);
  bool write_standard(llvm::json::OStream& out, clang::QualType type,
                      const clang::ClassTemplateSpecializationDecl& special);
  void write_fields(llvm::json::OStream& out, const clang::RecordDecl& record);
  void write_own_fields(llvm::json::OStream& out, const clang::RecordDecl& record);
  void write_list(llvm::json::OStream& out, llvm::ArrayRef<clang::TemplateArgument> types);

  const clang::ASTContext& context_;
  const Names& names_;
  unsigned depth_;
  llvm::SmallVector<const clang::Type*, 8> open_;  // types whose objects are being written, outermost first
};

}  // namespace flowlog::plugin
