// Marks stand in precompiled headers, too.
//
// RUN: rm -rf %t && mkdir -p %t
// RUN: %flowlog_cxx -std=c++20 -x c++-header -c %s -o %t/header.pch
// RUN: %flowlog_cxx -std=c++20 -include-pch %t/header.pch -DFLOWLOG_PROGRAM %s -o %t/program && env FLOWLOG_DIR=%t/out %t/program
// RUN: %flowlog events --details %t/out | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'

#ifndef FLOWLOG_PROGRAM
#include <optional>
#include <string>
[[flowlog::track]] inline std::optional<std::string> find(int n) {
  if (n == 0) return std::nullopt;
  return "found";
}
[[flowlog::track]] __attribute__((target_clones("avx2", "default"))) inline int cloned(int n) { return n; }
template <class Item>
struct [[flowlog::track]] Box {
  Item get(Item item) { return item; }
};
#else
int main() {
  find(0), find(1);
  // CHECK:      (entry) -> find partial
  // CHECK-NEXT: (entry) -> find success
  cloned(1);
  // CHECK-NEXT: (entry) -> cloned success
  return Box<int>().get(0);
  // CHECK-NEXT: (entry) -> Box<Item>::get success
}
#endif
