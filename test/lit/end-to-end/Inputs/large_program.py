"""large_program.py FUNCTIONS: a program of so many tracked functions, as C++.

  PROGRAM CALLS [kill]       calls so many of them once, those that are evenly spread, and ends, or is killed
  PROGRAM CALLS unload LIB   has LIB do the same, which is the program compiled with -DLIBRARY, unloads and removes it, and
                             is killed
"""
import sys

functions = int(sys.argv[1])
print("""#include <dlfcn.h>
#include <signal.h>
#include <unistd.h>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>
struct Order { int id; std::string who; std::vector<double> prices; };
""")
for number in range(functions):
    print(f"namespace area{number % 50} {{ [[flowlog::track]] int step{number}(const Order& order, int n) {{ return order.id + n; }} }}")
print("int (*const steps[])(const Order&, int) = {")
for number in range(functions):
    print(f"  area{number % 50}::step{number},")
print(f"""}};
extern "C" int run(int calls) {{
  int sum = 0;
  for (int i = 0; i < calls; ++i) sum += steps[i * ({functions} / calls)](Order{{1, "", {{}}}}, sum);
  return sum;
}}
#ifndef LIBRARY
int main(int argc, char** argv) {{
  const int calls = std::atoi(argv[1]);
  if (argc < 4) {{
    run(calls);
  }} else {{
    void* const library = dlopen(argv[3], RTLD_NOW);
    if (library == nullptr) return 1;
    reinterpret_cast<int (*)(int)>(dlsym(library, "run"))(calls);
    if (dlclose(library) != 0 || unlink(argv[3]) != 0) return 1;
  }}
  if (argc > 2) kill(getpid(), SIGKILL);
}}
#endif""")
