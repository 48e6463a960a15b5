// A function that is instantiated in the middle of another one, because its result type is asked for, may name that one's
// lambdas; they are tracked no less, under the names that they have, and chosen by these.
//
// RUN: %flowlog_cxx -std=c++20 -O0 -fplugin-arg-flowlog-match='main|call' %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t
// RUN: %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -std=c++20 -O2 -fplugin-arg-flowlog-match='lambda#[1-9]' %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t
// RUN: %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --check-prefix=CHOSEN --implicit-check-not='->'

int volatile zero = 0;
template <class Function>
auto call(Function function) {
  return function(zero);
}
auto early = call([](int n) { return n; });

// What a class needs to be complete is instantiated in the class, though a function is what asks for it.
constexpr bool is_fine(auto) { return true; }
template <class T>
struct Checked {
  static_assert(is_fine(T{}));
};

// CHOSEN:      (entry) -> early::lambda#1 success

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
  // CHECK-NEXT: main -> main::lambda#3 success
  // CHECK-NEXT: main::lambda#3 -> main::lambda#3::lambda#1 success
  // CHECK-NEXT: main::lambda#3 -> main::lambda#3::Local::twice success
  // CHECK-NEXT: main::lambda#3 -> main::lambda#3::lambda#2 success
  auto third = [](int n) {
    auto generic = [](auto m) { return m; };
    const int first = generic(n);
    struct Local {
      int twice(int m) { return 2 * m; }
    };
    Checked<Local> checked;
    auto last = [](int m) { return m; };
    return first + Local().twice(n) + last(n);
  };
  return first + second + third(zero);
}

// CHOSEN-NEXT: (entry) -> main::lambda#1 success
// CHOSEN-NEXT: (entry) -> main::lambda#2 success
// CHOSEN-NEXT: main::lambda#2 -> main::lambda#2::lambda#1 success
// CHOSEN-NEXT: (entry) -> main::lambda#3 success
// CHOSEN-NEXT: main::lambda#3 -> main::lambda#3::lambda#1 success
// CHOSEN-NEXT: main::lambda#3 -> main::lambda#3::Local::twice success
// CHOSEN-NEXT: main::lambda#3 -> main::lambda#3::lambda#2 success
