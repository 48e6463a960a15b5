// What C adds: cleanups, its own kinds of inline, aliases, weak symbols, setjmp within setjmp.
//
// RUN: %clang -std=c17 -O2 -Wno-unknown-attributes %s -o %t.plain && %t.plain >%t.expected
// RUN: for mode in '-std=c17 -O0' '-std=c17 -O2' '-std=c17 -O2 -fexceptions' '-std=c2x -O0 -fexceptions' '-std=gnu89 -O2'; do \
// RUN:   %flowlog_cc -Wall -Werror $mode %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t >%t.actual && cmp %t.expected %t.actual && \
// RUN:   %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->' || exit 1; done

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#define T __attribute__((flowlog))

T int step(int n) { return n; }

T void release(int *resource) { printf("release %d\n", *resource); }
T int holds(int n) {
  __attribute__((cleanup(release))) int resource = n;
  return step(resource);
}

T static inline int in_line(int n) { return step(n); }
T static inline __attribute__((always_inline)) int always(int n) { return step(n); }
T __attribute__((flatten)) int flat(int n) { return in_line(n) + always(n); }
T extern inline __attribute__((gnu_inline)) int gnu(int n) { return step(n); }
T int gnu(int n) { return step(n); }
T extern inline __attribute__((gnu_inline, always_inline)) int gnu_always(int n) { return step(n); }

T int proper(int n) { return step(n); }
int alias(int n) __attribute__((alias("proper")));
static int weak_reference(int n) __attribute__((weakref("proper")));
extern int missing(int n) __attribute__((weak));
T __attribute__((weak)) int weak(int n) { return step(n); }


jmp_buf outer_back, inner_back;
T void jumps(int far) {
  if (far) longjmp(outer_back, 1);
  longjmp(inner_back, 1);
}
T int inner(void) {
  int volatile result = 0;
  if (setjmp(inner_back) == 0) jumps(0);
  result = step(1);
  jumps(1);
  return result;
}
T int outer(void) {
  int volatile times = 0;
  if (setjmp(outer_back) == 0) inner();
  ++times;
  step(2);
  return times;
}

static int compare(const void *a, const void *b) T;
static int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

int main(void) {
  printf("%d\n", holds(1));
  // CHECK:      (entry) -> holds success
  // CHECK-NEXT: holds -> step success
  // CHECK-NEXT: holds -> release success
  printf("%d\n", flat(1));
  // CHECK-NEXT: (entry) -> flat success
  // CHECK-NEXT: flat -> in_line success
  // CHECK-NEXT: in_line -> step success
  // CHECK-NEXT: flat -> always success
  // CHECK-NEXT: always -> step success
  printf("%d\n", gnu(1));
  // CHECK-NEXT: (entry) -> gnu success
  // CHECK-NEXT: gnu -> step success
  printf("%d\n", gnu_always(1));
  // CHECK-NEXT: (entry) -> gnu_always success
  // CHECK-NEXT: gnu_always -> step success
  printf("%d\n", alias(1));
  // CHECK-NEXT: (entry) -> proper success
  // CHECK-NEXT: proper -> step success
  printf("%d\n", weak_reference(1));
  // CHECK-NEXT: (entry) -> proper success
  // CHECK-NEXT: proper -> step success
  printf("%d\n", weak(1) + (missing ? missing(1) : 0));
  // CHECK-NEXT: (entry) -> weak success
  // CHECK-NEXT: weak -> step success
  printf("%d\n", outer());
  // CHECK-NEXT: (entry) -> outer success
  // CHECK-NEXT: outer -> inner error abandoned
  // CHECK-NEXT: inner -> jumps error abandoned
  // CHECK-NEXT: inner -> step success
  // CHECK-NEXT: inner -> jumps error abandoned
  // CHECK-NEXT: outer -> step success
  int numbers[] = {2, 1};
  qsort(numbers, 2, sizeof *numbers, compare);
  printf("%d\n", numbers[0]);
  // CHECK-NEXT: (entry) -> compare success
  return 0;
}
