// Ways to leave a function other than by its return: tail calls that must stay so, longjmp, exit.
//
// RUN: %flowlog_cxx -O0 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -O2 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -O0 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=IR

#include <setjmp.h>
#include <stdlib.h>

#define T [[flowlog::track]]

int target(int n);
T int tail(int n) { [[clang::musttail]] return target(n); }
T int target(int n) { return n; }

// IR-LABEL: define {{.*}} @_Z4taili(
// IR:         call void @flowlog_exit(
// IR:         [[RESULT:%.*]] = musttail call noundef i32 @_Z6targeti(
// IR-NEXT:    ret i32 [[RESULT]]

jmp_buf back;
T void jumps() { longjmp(back, 1); }
T int between() {
  jumps();
  return 1;
}
T int returns_twice() {
  if (setjmp(back) == 0) between();
  return 1;
}
T void leaves() { exit(0); }

int main() {
  tail(1);
  // CHECK:      (entry) -> tail success
  // CHECK-NEXT: (entry) -> target success
  returns_twice();
  // CHECK-NEXT: (entry) -> returns_twice success
  // CHECK-NEXT: returns_twice -> between error abandoned
  // CHECK-NEXT: between -> jumps error abandoned
  leaves();
  // CHECK-NEXT: (entry) -> leaves error abandoned
}
