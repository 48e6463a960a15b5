// names.h: what functions and types are called in graphs.
//
// Names are stable across builds and units: no line numbers, no addresses, nothing that depends on the order
// in which things were compiled. Instantiations of a template have the template's name. Types are written in
// full, typedefs resolved, with the default arguments of templates left out and `std::basic_string<char>` as
// `std::string`.
#pragma once

#include <string>

#include "clang/AST/ASTContext.h"
#include "clang/AST/PrettyPrinter.h"
#include "lambdas.h"

namespace clang {
class CodeGenOptions;
}

namespace flowlog::plugin {

class Names {
 public:
  Names(const clang::ASTContext& context, const clang::CodeGenOptions& code, Lambdas& lambdas);

  // `app::Box<T>::get`, `outer::lambda#1`.
  std::string function_name(const clang::FunctionDecl& function);

  // `app::Box<T>::get(int) const`, `outer(int)::lambda#1(int)`; internal linkage adds ` [path]`, a constraint
  // is added as ` requires …`.
  std::string id(const clang::FunctionDecl& function);

  // Enclosing namespaces: `app::detail`; "" for the global one. Without inline and anonymous ones.
  std::string module(const clang::FunctionDecl& function);

  struct Line {
    std::string file;  // as the compiler was given it, mapped by -ffile-prefix-map
    unsigned line = 0;
  };
  Line written_at(const clang::FunctionDecl& function);

  std::string type(clang::QualType type) const;

 private:
  void print_context(llvm::raw_ostream& out, const clang::DeclContext* context, bool signatures);
  void print_owner(llvm::raw_ostream& out, const clang::Decl& owner, bool signatures);
  void print_record(llvm::raw_ostream& out, const clang::RecordDecl& record, bool signatures);
  void print_function(llvm::raw_ostream& out, const clang::FunctionDecl& function, bool signatures);
  void print_own_name(llvm::raw_ostream& out, const clang::FunctionDecl& function) const;
  void print_signature(llvm::raw_ostream& out, const clang::FunctionDecl& function) const;
  void print_constraints(llvm::raw_ostream& out, const clang::FunctionDecl& function) const;
  bool is_internal(const clang::FunctionDecl& function);

  const clang::ASTContext& context_;
  const clang::CodeGenOptions& code_;
  Lambdas& lambdas_;
  clang::PrintingPolicy policy_;
};

}  // namespace flowlog::plugin
