// shapes.h: a type's structure as JSON, to the grammar of docs/format.md ("Shapes"). Never a value.
#pragma once

#include <map>
#include <string>

#include "clang/AST/ASTContext.h"
#include "llvm/Support/JSON.h"
#include "names.h"

namespace flowlog::plugin {

class Shapes {
 public:
  // Readers refuse what nests without end.
  static constexpr unsigned kMostDepth = 64;

  // Objects nest at most `depth` deep; what would stand below is written as its type's name. So is what comes
  // when a shape has become very long. Shapes of parameters and results that are objects go to `stored`, and
  // only their numbers are written.
  Shapes(const clang::ASTContext& context, const Names& names, unsigned depth,
         std::map<uint64_t, std::string>& stored)
      : context_(context), names_(names), depth_(std::min(depth, kMostDepth)), stored_(stored) {}

  // The object of parameters by name, `this` last.
  void write_input(llvm::json::OStream& out, const clang::FunctionDecl& function);
  void write_output(llvm::json::OStream& out, const clang::FunctionDecl& function);

 private:
  void write_stored(llvm::json::OStream& out, clang::QualType type);
  void write(llvm::json::OStream& out, clang::QualType type);
  bool write_structure(llvm::json::OStream& out, clang::QualType type);
  bool write_standard(llvm::json::OStream& out, clang::QualType type,
                      const clang::ClassTemplateSpecializationDecl& special);
  void write_fields(llvm::json::OStream& out, const clang::RecordDecl& record);
  void write_own_fields(llvm::json::OStream& out, const clang::RecordDecl& record, unsigned& written);
  void write_enumerators(llvm::json::OStream& out, const clang::EnumDecl& enumeration);
  std::string type_name(clang::QualType type) const;
  void write_list(llvm::json::OStream& out, llvm::ArrayRef<clang::TemplateArgument> types);

  const clang::ASTContext& context_;
  const Names& names_;
  const unsigned depth_;
  std::map<uint64_t, std::string>& stored_;
  const llvm::raw_ostream* text_ = nullptr;        // of the shape that is being written
  llvm::SmallVector<const clang::Type*, 8> open_;  // types whose objects are being written, outermost first
};

}  // namespace flowlog::plugin
