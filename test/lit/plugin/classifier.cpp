// To ask a result for its value is not a call of the program's, even where match= tracks has_value() itself. What was
// compiled for it alone does not stay.
//
// RUN: %flowlog_cxx -std=c++17 -O0 -fplugin-arg-flowlog-match=.\* %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py > %t.calls
// RUN: grep -c -- '-> .*has_value' %t.calls | FileCheck %s --check-prefix=ONCE
// RUN: %flowlog_cxx -std=c++17 -O0 -S -emit-llvm %s -o - | FileCheck %s

#include <optional>

[[flowlog::track]] std::optional<int> find(int n) {
  if (n > 1) return std::nullopt;
  return n;
}
int main() { return find(2).has_value() || !find(1); }

// ONCE: 1
// CHECK-NOT: __flowlog
// CHECK-NOT: flowlog:
