#include <dlfcn.h>

#include "images.h"

[[flowlog::track]] int work(const char* late) {
  int sum = near_by(1) + near_by(2);
  try {
    near_by(100);  // thrown in one image, passes through another, caught here
  } catch (int) {
    ++sum;
  }
  void* const image = dlopen(late, RTLD_NOW);
  if (!image) return -1;
  sum += reinterpret_cast<int (*)(int)>(dlsym(image, "loaded_late"))(3);
  dlclose(image);
  return sum;
}

int main(int, char** argv) { return work(argv[1]) == 14 ? 0 : 1; }
