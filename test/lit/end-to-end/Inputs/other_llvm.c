// Stands for a compiler of another LLVM version: loads the plugin as Clang does, and says that it is LLVM 14.
#include <dlfcn.h>
#include <stdio.h>

void LLVMGetVersion(unsigned* major, unsigned* minor, unsigned* patch) {
  *major = 14;
  *minor = 0;
  *patch = 6;
}

int main(int argc, char** argv) {
  (void)argc;
  if (!dlopen(argv[1], RTLD_LAZY | RTLD_GLOBAL)) fprintf(stderr, "%s\n", dlerror());
  return 0;
}
