// compat.cpp: how LLVM 16 is given a pass without a second flag: by a pass plugin, which is this same shared
// object. Newer versions take a callback, and need nothing of this.
#include "compat.h"

#if LLVM_VERSION_MAJOR < 17
#include <dlfcn.h>

#include "llvm/Passes/PassPlugin.h"

namespace flowlog::plugin {
namespace {

// Set before a unit is parsed, taken when its code is generated, all on the compiler's one thread.
PassBuilderCallback next_unit;

void register_passes(llvm::PassBuilder& builder) {
  if (PassBuilderCallback callback = std::exchange(next_unit, nullptr)) callback(builder);
}

}  // namespace

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
