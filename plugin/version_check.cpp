// version_check.cpp: a plugin loaded by another LLVM than its own ends with one clear line instead of a
// crash.
//
// LLVM's classes have no stable layout, so nothing of the plugin may run in a compiler of another major
// version. A constructor with an early priority runs before those that register the plugin with the compiler.
#include <cstdio>
#include <cstdlib>

// Of LLVM's C interface, which is stable. Weak: LLVM before 16 has only the second, some compilers export
// neither.
extern "C" __attribute__((weak)) void LLVMGetVersion(unsigned* major, unsigned* minor, unsigned* patch);
extern "C" __attribute__((weak)) void* LLVMContextCreate();

namespace {

// 101 is the first priority open to programs.
__attribute__((constructor(101))) void check_version() {
  if (!LLVMGetVersion) {
    if (!LLVMContextCreate) return;  // its other symbols decide whether the plugin loads at all
    std::fprintf(
        stderr,
        "flowlog: this plugin was built for LLVM %d, the compiler is of LLVM 15 or older; use clang++-%d\n",
        FLOWLOG_LLVM_MAJOR, FLOWLOG_LLVM_MAJOR);
    std::_Exit(1);
  }
  unsigned major = 0, minor = 0, patch = 0;
  LLVMGetVersion(&major, &minor, &patch);
  if (major == FLOWLOG_LLVM_MAJOR) return;
  std::fprintf(
      stderr,
      "flowlog: this plugin was built for LLVM %d, the compiler is LLVM %u.%u.%u; use clang++-%d, or the "
      "plugin in lib/flowlog/%u\n",
      FLOWLOG_LLVM_MAJOR, major, minor, patch, FLOWLOG_LLVM_MAJOR, major);
  std::_Exit(1);
}

}  // namespace
