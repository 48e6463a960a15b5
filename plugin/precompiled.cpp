// precompiled.cpp: see precompiled.h.
#include "precompiled.h"

#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Serialization/ASTReader.h"
#include "clang/Serialization/ModuleManager.h"

namespace flowlog::plugin {
namespace {

constexpr llvm::StringLiteral kSignature = "__FLOWLOG_PRECOMPILED__";

bool has_mark(llvm::StringRef text) {
  return llvm::any_of(
      std::initializer_list<llvm::StringRef>{"[[flowlog", "flowlog::", "((flowlog", "FLOWLOG_"},
      [&](llvm::StringRef mark) { return text.contains(mark); });
}

}  // namespace

void sign_precompiled(clang::Preprocessor& preprocessor) {
  preprocessor.setPredefines(preprocessor.getPredefines() + "\n#define " + kSignature.str() + " 1\n");
}

std::string find_lost_mark(clang::CompilerInstance& compiler) {
  const auto reader = compiler.getASTReader();
  if (compiler.getPreprocessorOpts().ImplicitPCHInclude.empty() || !reader) return "";
  if (compiler.getPreprocessor().isMacroDefined(kSignature)) return "";

  std::string found;
  const auto search = [&](const clang::serialization::InputFile& input, bool) {
    if (!found.empty() || !input.getFile()) return;
    const auto text = compiler.getFileManager().getBufferForFile(*input.getFile());
    if (text && has_mark((*text)->getBuffer())) found = input.getFile()->getName().str();
  };
  for (clang::serialization::ModuleFile& file : reader->getModuleManager())
    if (file.Kind == clang::serialization::MK_PCH)
      reader->visitInputFiles(file, /*IncludeSystem=*/false, /*Complain=*/false, search);
  return found;
}

}  // namespace flowlog::plugin
