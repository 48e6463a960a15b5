// Lambdas wherever the attribute can stand.
//
// RUN: %flowlog_cxx -std=c++2b -O0 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -std=c++2b -O2 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -std=c++14 -Wall -Wextra -Werror -DFLOWLOG_GNU -c %s -o %t.o

#ifdef FLOWLOG_GNU
auto before_cxx23 = [](int n) __attribute__((flowlog)) { return n; };
int use(int n) { return before_cxx23(n); }
#else
int volatile zero = 0;  // or it would all be computed by the compiler

struct Member {
  int by_default = [](int n) __attribute__((flowlog)) { return n; }(zero);
};
int with_default(int n = [] [[flowlog::track]] { return zero; }()) { return n; }

int main() {
  auto standard = [] [[flowlog::track]] (int n) { return n; };
  auto bare = [] [[flowlog]] { return zero; };
  auto gnu = [](int n) __attribute__((flowlog)) mutable noexcept -> int { return n; };
  auto generic = [](auto n) __attribute__((flowlog)) { return n; };
  auto with_list = [] <class Item> [[flowlog::track]] (Item n) { return n; };
  auto session = [] [[flowlog::session]] (int n) { return n; };
  auto untracked = [](int n) { return n; };
  int (*pointer)(int) = standard;
  // CHECK:      (entry) -> main::lambda#1 success
  // CHECK-NEXT: (entry) -> main::lambda#2 success
  // CHECK-NEXT: (entry) -> main::lambda#3 success
  // CHECK-NEXT: (entry) -> main::lambda#4 success
  // CHECK-NEXT: (entry) -> main::lambda#4 success
  // CHECK-NEXT: (entry) -> main::lambda#5<Item> success
  // CHECK-NEXT: (entry) -> main::lambda#6 success
  // CHECK-NEXT: (entry) -> main::lambda#1 success
  standard(zero), bare(), gnu(zero), generic(zero), generic('a'), with_list(zero), session(zero), untracked(zero);
  pointer(zero);
  Member member;
  // CHECK-NEXT: (entry) -> Member::by_default::lambda#1 success
  with_default();
  // CHECK-NEXT: (entry) -> with_default::lambda#1 success
  return member.by_default;
}
#endif
