// C: no outcomes but success, its own names of types.
//
// RUN: %flowlog_cc -std=c17 -Wall -Wextra -Wpedantic -Werror -O0 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cc -std=c17 -fexceptions -O2 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog sites %t | FileCheck %s --check-prefix=SITES
// RUN: %flowlog_cc -std=c2x -DFLOWLOG_C23 -Wall -Wextra -Werror -c %s -o %t.o && %flowlog sites %t.o | FileCheck %s --check-prefix=SITES

#ifdef FLOWLOG_C23
#define T [[flowlog::track]]
#else
#define T __attribute__((flowlog))
#endif

enum color { red, green };
struct point {
  int x, y;
  enum color color;
  struct point *next;
};

T static int add(int a, int b) { return a + b; }
T struct point make(int x, const char *name) {
  (void)name;
  return (struct point){x, add(x, 1), red, 0};
}

// CHECK:      (entry) -> make success
// CHECK-NEXT: make -> add success
// SITES: {"id":"add(int, int) [{{.*}}c.c]","function_name":"add","symbol":"add","module":"",
// SITES: {"id":"make(int, const char *)",{{.*}}"input_shape":{"x":"int","name":{"type":"const char *","pointee":"const char"}},"output_shape":{"type":"struct point","fields":{"x":"int","y":"int","color":{"type":"enum color","enumerators":["red","green"]},"next":{"type":"struct point *","pointee":"struct point"}}},

int main(void) { return make(1, "one").y == 2 ? 0 : 1; }
