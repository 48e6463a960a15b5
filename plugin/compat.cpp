// compat.cpp: what LLVM 16 needs that newer versions have an option for. It is given a pass without a second
// flag by a pass plugin, which is this same shared object. Its code generator has copied its options before a
// plugin is asked, so that what they would forbid is prevented in the code.
#include "compat.h"

#if LLVM_VERSION_MAJOR < 17
#include <dlfcn.h>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Stmt.h"
#include "llvm/Passes/PassPlugin.h"

namespace flowlog::plugin {
namespace {

// Set before a unit is parsed, taken when its code is generated, all on the compiler's one thread.
PassBuilderCallback next_unit;

void register_passes(llvm::PassBuilder& builder) {
  if (PassBuilderCallback callback = std::exchange(next_unit, nullptr)) callback(builder);
}

}  // namespace

// The alias is not made where there is a statement, be it an empty one.
void forbid_alias_of_base(clang::CXXDestructorDecl& destructor, const clang::CodeGenOptions& options) {
  if (options.OptimizationLevel == 0 || !destructor.hasTrivialBody()) return;
  const auto& body = *llvm::cast<clang::CompoundStmt>(destructor.getBody());
  clang::ASTContext& context = destructor.getASTContext();
  auto* nothing = new (context) clang::NullStmt(body.getRBracLoc());
  destructor.setBody(clang::CompoundStmt::Create(context, nothing, clang::FPOptionsOverride(),
                                                 body.getLBracLoc(), body.getRBracLoc()));
}

void on_pass_builder(clang::CodeGenOptions& options, PassBuilderCallback callback) {
  next_unit = std::move(callback);
  Dl_info self;
  if (dladdr(&next_unit, &self) && !llvm::is_contained(options.PassPlugins, self.dli_fname))
    options.PassPlugins.push_back(self.dli_fname);
}

}  // namespace flowlog::plugin

extern "C" LLVM_EXTERNAL_VISIBILITY llvm::PassPluginLibraryInfo llvmGetPassPluginInfo() {
  return {LLVM_PLUGIN_API_VERSION, "flowlog", "", flowlog::plugin::register_passes};
}
#endif
