// precompiled.cpp: see precompiled.h.
#include "precompiled.h"

#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Serialization/ASTReader.h"
#include "clang/Serialization/ModuleManager.h"

namespace flowlog::plugin {
namespace {

using clang::SourceManager;
using clang::serialization::ModuleFile;

constexpr llvm::StringLiteral kSignature = "<compiled with flowlog>";

bool has_mark(llvm::StringRef text) {
  return llvm::any_of(
      std::initializer_list<llvm::StringRef>{"[[flowlog", "flowlog::", "((flowlog", "FLOWLOG_"},
      [&](llvm::StringRef mark) { return text.contains(mark); });
}

// The signature is made last, so that of what is signed only the end has to be loaded.
bool is_signed(const ModuleFile& file, const SourceManager& sources) {
  for (int i = static_cast<int>(file.LocalNumSLocEntries) - 1; i >= 0; --i) {
    const auto index = static_cast<unsigned>(-(file.SLocEntryBaseID + i) - 2);  // loaded ones begin at -2
    const clang::SrcMgr::SLocEntry& entry = sources.getLoadedSLocEntry(index);
    if (!entry.isFile()) continue;
    const auto buffer = entry.getFile().getContentCache().getBufferIfLoaded();
    if (buffer && buffer->getBufferIdentifier() == kSignature) return true;
  }
  return false;
}

}  // namespace

void sign_precompiled(SourceManager& sources) {
  sources.createFileID(llvm::MemoryBuffer::getMemBufferCopy("\n", kSignature));
}

std::string find_lost_mark(clang::CompilerInstance& compiler) {
  const auto reader = compiler.getASTReader();
  if (!reader) return "";
  std::string found;
  const auto search = [&](const clang::serialization::InputFile& input, bool) {
    if (!found.empty() || !input.getFile()) return;
    const auto text = compiler.getFileManager().getBufferForFile(*input.getFile());
    if (text && has_mark((*text)->getBuffer())) found = input.getFile()->getName().str();
  };
  for (ModuleFile& file : reader->getModuleManager())
    if (found.empty() && !is_signed(file, compiler.getSourceManager()))
      reader->visitInputFiles(file, /*IncludeSystem=*/false, /*Complain=*/false, search);
  return found;
}

}  // namespace flowlog::plugin
