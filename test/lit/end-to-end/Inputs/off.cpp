// off.cpp CALLS: makes so many calls of a function that does nothing else.
#include <flowlog/annotate.h>

#include <cstdlib>

FLOWLOG_TRACK __attribute__((noinline)) void callee() { asm volatile(""); }

int main(int, char** argv) {
  for (int i = std::atoi(argv[1]); i > 0; --i) callee();
}
