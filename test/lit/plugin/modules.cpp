// C++20 modules: calls within a module unit, and of what it exports, instantiated and inlined by whoever imports it; compiled
// in two steps and in one.
//
// REQUIRES: llvm-19
// RUN: %flowlog_cxx -std=c++20 -O0 --precompile %S/Inputs/modules/shop.cppm -o %t.pcm && %flowlog_cxx -std=c++20 -O0 -c %t.pcm -o %t.shop.o
// RUN: %traced_calls %t -std=c++20 -O0 -fmodule-file=shop=%t.pcm %t.shop.o %s | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -std=c++20 -O2 -fmodule-output=%t.2.pcm -c %S/Inputs/modules/shop.cppm -o %t.shop.o
// RUN: %traced_calls %t -std=c++20 -O2 -fmodule-file=shop=%t.2.pcm %t.shop.o %s | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -std=c++20 -O0 -S -emit-llvm %t.pcm -o - | FileCheck %s --check-prefix=IR

import shop;

// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZW4shop9of_modulei)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZW4shop8exportedi)

int main() {
  exported(1), inlined(1);
  // CHECK:      (entry) -> exported success
  // CHECK-NEXT: exported -> of_module success
  // CHECK-NEXT: (entry) -> inlined success
  // CHECK-NEXT: inlined -> (anonymous namespace)::hidden success
  same(1), same('a');
  // CHECK-NEXT: (entry) -> same<Item> success
  // CHECK-NEXT: (entry) -> same<Item> success
  Box().get();
  // CHECK-NEXT: (entry) -> Box::get success
  try {
    Box().fail();
  } catch (...) {
  }
  // CHECK-NEXT: (entry) -> Box::fail error std::runtime_error
  with_lambda(1), lambda(1);
  // CHECK-NEXT: (entry) -> with_lambda success
  // CHECK-NEXT: with_lambda -> with_lambda::lambda#1 success
  // CHECK-NEXT: (entry) -> lambda::lambda#1 success
}
