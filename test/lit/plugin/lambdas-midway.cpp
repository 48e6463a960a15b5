// A function that is instantiated in the middle of another one, because its result type is asked for, may name that one's
// lambdas; they are tracked no less, under the names that they have.
//
// RUN: %flowlog_cxx -std=c++20 -O0 -fplugin-arg-flowlog-match='main|call' %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t
// RUN: %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'

int volatile zero = 0;
template <class Function>
auto call(Function function) {
  return function(zero);
}
auto early = call([](int n) { return n; });

int main() {
  // CHECK:      (entry) -> call<Function> success
  // CHECK:      (entry) -> main success
  // CHECK-NEXT: main -> call<Function> success
  // CHECK-NEXT: call<Function> -> main::lambda#1 success
  auto first = call([](int n) { return n; });
  // CHECK-NEXT: main -> call<Function> success
  // CHECK-NEXT: call<Function> -> main::lambda#2 success
  auto second = call([](auto n) {
    // CHECK-NEXT: main::lambda#2 -> call<Function> success
    // CHECK-NEXT: call<Function> -> main::lambda#2::lambda#1 success
    return call([](int n) { return n; }) + n;
  });
  return first + second;
}
