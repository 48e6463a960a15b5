// Compiled in steps by way of files (preprocessed source, bitcode), a program is tracked as in one go.
//
// RUN: rm -rf %t && mkdir -p %t
// RUN: %flowlog_cxx -E %s -o %t/program.ii && %flowlog_cxx %t/program.ii -o %t/preprocessed
// RUN: env FLOWLOG_DIR=%t/out-ii %t/preprocessed && %flowlog events --details %t/out-ii | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -O0 -save-temps=obj %s -o %t/kept && env FLOWLOG_DIR=%t/out-O0 %t/kept && %flowlog events --details %t/out-O0 | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -O2 -save-temps=obj %s -o %t/kept && env FLOWLOG_DIR=%t/out-O2 %t/kept && %flowlog events --details %t/out-O2 | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
//
// Each site is there once, whether its IR is written, or written and read again.
// RUN: %flowlog_cxx -O1 -S -emit-llvm -Xclang -disable-llvm-passes %s -o %t/raw.ll
// RUN: %flowlog_cxx -O1 -c %t/raw.ll -o %t/raw.o && %flowlog sites %t/raw.o | grep -c '"function_name"' | FileCheck %s --check-prefix=SITES
// SITES: {{^}}2{{$}}

#include <optional>

[[flowlog::track]] std::optional<int> find(int n) {
  if (n == 0) return std::nullopt;
  return n;
}
[[flowlog::track]] int twice(int n) { return 2 * find(n).value_or(0); }

int main() {
  return twice(0) + twice(1) - 2;
  // CHECK:      (entry) -> twice success
  // CHECK-NEXT: twice -> find partial
  // CHECK-NEXT: (entry) -> twice success
  // CHECK-NEXT: twice -> find success
}
