// Lambdas in every place where one may stand, and classes in functions.
//
// RUN: %traced_calls %t -std=c++2b -O0 %s | FileCheck %s --implicit-check-not='->'
// RUN: %traced_calls %t -std=c++2b -O2 %s | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -std=c++2b -O0 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=IR

#define T [[flowlog::track]]

int volatile one = 1;

inline auto in_inline_variable = [] T(int n) { return n; };
static auto in_variable = [] T(auto n) { return n; };
namespace {
auto hidden = [] T { return one; };
}
template <class Item>
auto in_variable_template = [] T(Item item) { return item; };

template <class Item>
struct Holder {
  Item by_default = [] T { return Item(one); }();
  static inline auto shared = [] T(Item item) { return item; };
  T Holder(Item item = [] T { return Item(one); }()) : item([item] T { return item; }()) {}
  Item item;
};

template <class... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZZ8in_localiENK{{.*}}clE{{.*}})

T inline int in_local(int n) {
  struct Local {
    T int method() const { return one; }
    T static int of_class(int m) { return [m] T { return m; }(); }
  };
  auto outer = [n] T {
    auto inner = [n] T { return n; };
    return inner();
  };
  return outer() + Local().method() + Local::of_class(n);
}

int main() {
  in_inline_variable(1), in_variable(1), in_variable('a'), hidden(), in_variable_template<int>(1);
  // CHECK:      (entry) -> in_inline_variable::lambda#1 success
  // CHECK-NEXT: (entry) -> in_variable::lambda#1 success
  // CHECK-NEXT: (entry) -> in_variable::lambda#1 success
  // CHECK-NEXT: (entry) -> (anonymous namespace)::hidden::lambda#1 success
  // CHECK-NEXT: (entry) -> in_variable_template<Item>::lambda#1 success
  Holder<int> holder;
  // CHECK-NEXT: (entry) -> Holder<Item>::Holder::lambda#1 success
  // CHECK-NEXT: (entry) -> Holder<Item>::Holder success
  // CHECK-NEXT: Holder<Item>::Holder -> Holder<Item>::by_default::lambda#1 success
  // CHECK-NEXT: Holder<Item>::Holder -> Holder<Item>::Holder::lambda#2 success
  Holder<long>::shared(holder.item);
  // CHECK-NEXT: (entry) -> Holder<Item>::shared::lambda#1 success
  in_local(1);
  // CHECK-NEXT: (entry) -> in_local success
  // CHECK-NEXT: in_local -> in_local::lambda#1 success
  // CHECK-NEXT: in_local::lambda#1 -> in_local::lambda#1::lambda#1 success
  // CHECK-NEXT: in_local -> in_local::Local::method success
  // CHECK-NEXT: in_local -> in_local::Local::of_class success
  // CHECK-NEXT: in_local::Local::of_class -> in_local::Local::of_class::lambda#1 success
  int at_once = [] T(int n) { return n; }(one);
  // CHECK-NEXT: (entry) -> main::lambda#1 success
  auto of_class = [] T(int n) static { return n; };
  of_class(1);
  // CHECK-NEXT: (entry) -> main::lambda#2 success
  auto mutating = [at_once] T() mutable { return ++at_once; };
  mutating(), mutating();
  // CHECK-NEXT: (entry) -> main::lambda#3 success
  // CHECK-NEXT: (entry) -> main::lambda#3 success
  Overloaded both{[] T(int n) { return n; }, [] T(const char* text) { return text; }};
  both(1), both("a");
  // CHECK-NEXT: (entry) -> main::lambda#4 success
  // CHECK-NEXT: (entry) -> main::lambda#5 success
  auto pack = [](auto... items) { return (0 + ... + [] T(auto item) { return int(item); }(items)); };
  pack(1, 'a');
  // CHECK-NEXT: (entry) -> main::lambda#6::lambda#1 success
  // CHECK-NEXT: (entry) -> main::lambda#6::lambda#1 success
  int (*pointer)(int) = in_inline_variable;
  pointer(1);
  // CHECK-NEXT: (entry) -> in_inline_variable::lambda#1 success
  static auto forever = [] T { return one; };
  forever();
  // CHECK-NEXT: (entry) -> main::lambda#7 success
  for (int i = 0; i < 2; ++i) [i] T { return i; }();
  // CHECK-NEXT: (entry) -> main::lambda#8 success
  // CHECK-NEXT: (entry) -> main::lambda#8 success
}
