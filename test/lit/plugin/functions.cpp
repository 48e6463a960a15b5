// Free functions of every kind, in every standard. Each call is one record with its caller, at every level of optimization.
//
// RUN: %traced_calls %t -std=c++14 -O0 %s | FileCheck %s --implicit-check-not='->'
// RUN: %traced_calls %t -std=c++14 -O2 %s | FileCheck %s --implicit-check-not='->'
// RUN: %traced_calls %t -std=c++17 -O2 -fno-exceptions -fno-rtti %s | FileCheck %s --implicit-check-not='->'
// RUN: %traced_calls %t -std=c++20 -O2 %s | FileCheck %s --implicit-check-not='->'
// RUN: %traced_calls %t -std=c++2b -O0 %s | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -O0 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=IR --implicit-check-not='@flowlog_enter(ptr @'

#include <cstdarg>

#define T [[flowlog::track]]

int volatile one = 1;  // or it would all be computed by the compiler

T int overloaded(int n) { return n; }
T long overloaded(long n) { return n; }
T int overloaded(int n, int m) { return n + m; }
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z10overloadedi)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z10overloadedl)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z10overloadedii)

T int recursive(int n) { return n == 0 ? 0 : 1 + recursive(n - 1); }
T bool odd(int n);
T bool even(int n) { return n == 0 || odd(n - 1); }
T bool odd(int n) { return n != 0 && even(n - 1); }
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z9recursivei)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z4eveni)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z3oddi)

T int several_returns(int n) {
  if (n == 1) return 1;
  switch (n) {
    case 2: return 2;
    case 3: return 3;
  }
  while (true)
    if (--n == 1) return n;
}
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z15several_returnsi)

T int variadic(int count, ...) {
  va_list list;
  va_start(list, count);
  int sum = 0;
  while (count-- > 0) sum += va_arg(list, int);
  va_end(list);
  return sum;
}
extern "C" {
T int of_c(int n) { return n; }
T static int static_of_c(int n) { return n; }
}
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z8variadiciz)
// IR: call i32 @flowlog_enter(ptr @flowlog_site.of_c)

T static int internal(int n) { return n; }
namespace {
T int anonymous(int n) { return n; }
}
namespace outer {
namespace inner {
T int nested(int n) { return n; }
}
inline namespace v1 {
T int versioned(int n) { return n; }
}
}  // namespace outer

T __attribute__((always_inline)) inline int always(int n) { return n; }
T __attribute__((noinline)) int never_inlined(int n) { return n; }
T __attribute__((pure)) int pure(int n) { return n + one; }  // called as often as it is written
T __attribute__((const)) int constant(int n) { return n; }
T int unsafe() noexcept { return one; }
T void nothing() {}

T auto deduced(int n) { return n; }
T decltype(auto) deduced_reference(int& n) { return (n); }
T auto trailing(int n) -> int { return n; }

// Passed and returned through memory.
struct Large {
  long numbers[8];
};
T Large make(long n) { return {{n}}; }
T long take(Large large) { return large.numbers[0]; }
T Large named(long n) {
  Large result = {};
  result.numbers[0] = n;
  return result;
}
T int by_default(int n = internal(one)) { return n; }

using Pointer = int (*)(int);
T Pointer chosen() { return internal; }

// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZN5outer5inner6nestedEi)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZN5outer2v19versionedEi)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z13never_inlinedi)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z4purei)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z8constanti)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z6unsafev)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z7nothingv)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z7deducedi)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z17deduced_referenceRi)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z8trailingi)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z4makel)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z4take5Large)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z5namedl)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z10by_defaulti)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z6chosenv)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZL8internali)

T int main() {
  // CHECK:      (entry) -> main success
  overloaded(one), overloaded(1l * one), overloaded(one, 2);
  // CHECK-NEXT: main -> overloaded success
  // CHECK-NEXT: main -> overloaded success
  // CHECK-NEXT: main -> overloaded success
  recursive(2);
  // CHECK-NEXT: main -> recursive success
  // CHECK-NEXT: recursive -> recursive success
  // CHECK-NEXT: recursive -> recursive success
  even(2);
  // CHECK-NEXT: main -> even success
  // CHECK-NEXT: even -> odd success
  // CHECK-NEXT: odd -> even success
  several_returns(1), several_returns(2), several_returns(5);
  // CHECK-NEXT: main -> several_returns success
  // CHECK-NEXT: main -> several_returns success
  // CHECK-NEXT: main -> several_returns success
  variadic(2, 1, 2);
  // CHECK-NEXT: main -> variadic success
  of_c(1), static_of_c(1);
  // CHECK-NEXT: main -> of_c success
  // CHECK-NEXT: main -> static_of_c success
  internal(1), anonymous(1);
  // CHECK-NEXT: main -> internal success
  // CHECK-NEXT: main -> (anonymous namespace)::anonymous success
  outer::inner::nested(1), outer::versioned(1);
  // CHECK-NEXT: main -> outer::inner::nested success
  // CHECK-NEXT: main -> outer::versioned success
  always(1), never_inlined(1);
  // CHECK-NEXT: main -> always success
  // CHECK-NEXT: main -> never_inlined success
  int sum = pure(1) + pure(1) + constant(1) + constant(1);
  // CHECK-NEXT: main -> pure success
  // CHECK-NEXT: main -> pure success
  // CHECK-NEXT: main -> constant success
  // CHECK-NEXT: main -> constant success
  unsafe(), nothing();
  // CHECK-NEXT: main -> unsafe success
  // CHECK-NEXT: main -> nothing success
  deduced(1), deduced_reference(sum) = 6, trailing(1);
  // CHECK-NEXT: main -> deduced success
  // CHECK-NEXT: main -> deduced_reference success
  // CHECK-NEXT: main -> trailing success
  sum += int(take(make(1)) + named(1).numbers[0]);
  // CHECK-NEXT: main -> make success
  // CHECK-NEXT: main -> take success
  // CHECK-NEXT: main -> named success
  by_default();
  // CHECK-NEXT: main -> internal success
  // CHECK-NEXT: main -> by_default success
  chosen()(1);
  // CHECK-NEXT: main -> chosen success
  // CHECK-NEXT: main -> internal success
  return sum == 8 ? 0 : 1;
}
// IR: call i32 @flowlog_enter(ptr @flowlog_site.main)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z6alwaysi)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZL11static_of_ci)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZN12_GLOBAL__N_19anonymousEi)
