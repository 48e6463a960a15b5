// Functions that the compiler may run itself: what it runs is no call, what the program runs is one.
//
// RUN: %traced_calls %t -std=c++20 -O0 %s | FileCheck %s --implicit-check-not='->'
// RUN: %traced_calls %t -std=c++20 -O2 %s | FileCheck %s --implicit-check-not='->'
// RUN: %traced_calls %t -std=c++2b -DCXX23 -O0 %s | FileCheck %s --check-prefixes=CHECK,CXX23 --implicit-check-not='->'
// RUN: %flowlog_cxx -std=c++20 -O0 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=IR --implicit-check-not='@flowlog_enter(ptr @'

#include <type_traits>

#define T [[flowlog::track]]

int volatile one = 1;

T constexpr int twice(int n) { return 2 * n; }
T consteval int only_compiled(int n) { return twice(n); }
T constexpr int where(int n) { return std::is_constant_evaluated() ? -1 : n; }
struct Point {
  T constexpr Point(int x, int y) : x(x), y(y) {}
  T constexpr int sum() const { return x + y; }
  T constexpr ~Point() { if (x) y = 0; }  // what would be constant is not called
  int x, y;
};
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z5twicei)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z5wherei)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZN5PointC2Eii)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZNK5Point3sumEv)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZN5PointD2Ev)

#ifdef CXX23
T constexpr int either(int n) {
  if consteval {
    return only_compiled(n);
  } else {
    return n;
  }
}
static_assert(either(2) == 4);
#endif

static_assert(twice(2) == 4 && where(2) == -1 && Point(1, 2).sum() == 3);
constinit int at_start = only_compiled(4);
enum { kMember = twice(1) };

int main() {
  int array[twice(2)] = {only_compiled(1)};
  array[0] += twice(one);
  // CHECK:      (entry) -> twice success
  if (where(one) != 1) return 1;
  // CHECK-NEXT: (entry) -> where success
  constexpr int compiled = where(1);
  Point point(one, compiled);
  // CHECK-NEXT: (entry) -> Point::Point success
  array[1] = point.sum();
  // CHECK-NEXT: (entry) -> Point::sum success
#ifdef CXX23
  array[2] = either(one);
  // CXX23-NEXT: (entry) -> either success
#endif
  return array[0] + array[1] + at_start == 12 ? 0 : 1;
  // CHECK-NEXT: (entry) -> Point::~Point success
}
