// Ids of functions: qualified, with signature, the same in every build. Templates are one node, however often they are
// instantiated; explicit specialisations are their own. No name holds a line.
//
// RUN: %flowlog_cxx -std=c++20 -c %s -o %t.o && %flowlog sites %t.o > %t.sites && FileCheck %s --input-file=%t.sites
// RUN: %flowlog_cxx -std=c++20 -ffile-prefix-map=%S=mapped -c %s -o %t.o && %flowlog sites %t.o | FileCheck %s --check-prefix=MAPPED
// RUN: (echo; echo; cat %s) > %t.moved.cpp
// RUN: %flowlog_cxx -std=c++20 -ffile-prefix-map=%t.moved.cpp=%s -c %t.moved.cpp -o %t.o
// RUN: diff <(grep -o '"id":"[^"]*"' %t.sites) <(%flowlog sites %t.o | grep -o '"id":"[^"]*"')

#include <concepts>
#include <string>

#define T [[flowlog::track]]

namespace shop {
using Id = int;
inline namespace v1 {
T const char* resolved(Id, const std::string&, Id*) { return ""; }
}  // namespace v1

// MAPPED: "id":"(anonymous namespace)::hidden() [mapped{{/?}}names.cpp]"
// CHECK-DAG: "id":"shop::resolved(int, const std::string &, int *)","function_name":"shop::resolved","symbol":"_ZN4shop2v18resolved{{.*}}","module":"shop","file":"{{.*}}names.cpp","line":[[#@LINE-4]]

struct Money {
  T Money operator+(const Money&) const { return {}; }
  T explicit operator bool() const { return true; }
  T operator std::string() const { return ""; }
  T int operator()(int) volatile { return 1; }
  T Money& operator=(const Money&) & = default;
  T int taken() && { return 1; }
  std::string currency;
};
// CHECK-DAG: "id":"shop::Money::operator+(const shop::Money &) const"
// CHECK-DAG: "id":"shop::Money::operator bool() const"
// CHECK-DAG: "id":"shop::Money::operator std::string() const"
// CHECK-DAG: "id":"shop::Money::operator()(int) volatile"
// CHECK-DAG: "id":"shop::Money::operator=(const shop::Money &) &"
// CHECK-DAG: "id":"shop::Money::taken() &&"

template <class Item>
T const Item& max_of(const Item& a, const Item& b) {
  return a < b ? b : a;
}
template <>
T const long& max_of(const long& a, const long&) {
  return a;
}
// CHECK-DAG: "id":"shop::max_of<Item>(const Item &, const Item &)","function_name":"shop::max_of<Item>","symbol":"_ZN4shop6max_ofIiEERKT_S3_S3_"
// CHECK-DAG: "id":"shop::max_of<Item>(const Item &, const Item &)","function_name":"shop::max_of<Item>","symbol":"_ZN4shop6max_ofIdEERKT_S3_S3_"
// CHECK-DAG: "id":"shop::max_of<long>(const long &, const long &)"

template <class Item, int Size = 3>
struct Box {
  T Box(Item) {}
  T ~Box() {}
  T Item get() const { return Item(); }
  template <class Other>
  T Other as() {
    return Other();
  }
};
template <class Item>
struct Box<Item*, 1> {
  T int get() const { return 1; }
};
template <>
struct Box<bool, 2> {
  T int get() const { return 1; }
};
// CHECK-DAG: "id":"shop::Box<Item, Size>::Box(Item)"
// CHECK-DAG: "id":"shop::Box<Item, Size>::~Box()"
// CHECK-DAG: "id":"shop::Box<Item, Size>::get() const"
// CHECK-DAG: "id":"shop::Box<Item, Size>::as<Other>()"
// CHECK-DAG: "id":"shop::Box<Item *, 1>::get() const"
// CHECK-DAG: "id":"shop::Box<bool, 2>::get() const"

template <class... Items>
T int sum(Items... items) {
  return (0 + ... + items);
}
T int abbreviated(auto item, int) { return int(item); }
T int constrained(std::integral auto) { return 1; }
template <class Item>
  requires std::floating_point<Item>
T int constrained(Item) {
  return 2;
}
// CHECK-DAG: "id":"shop::sum<Items...>(Items...)"
// CHECK-DAG: "id":"shop::abbreviated(auto, int)"
// CHECK-DAG: "id":"shop::constrained(std::integral auto) requires std::integral<{{.*}}>"
template <class Item, std::enable_if_t<std::is_class_v<Item>, int> = 0>
T int enabled(Item) {
  return 1;
}
template <class Item, std::enable_if_t<!std::is_class_v<Item>, int> = 0>
T int enabled(Item) {
  return 2;
}
// CHECK-DAG: "id":"shop::constrained<Item>(Item) requires std::floating_point<Item>"
// CHECK-DAG: "id":"shop::enabled<Item>(Item) requires std::enable_if_t<std::is_class_v<Item>, int>","function_name":"shop::enabled<Item>"
// CHECK-DAG: "id":"shop::enabled<Item>(Item) requires std::enable_if_t<!std::is_class_v<Item>, int>","function_name":"shop::enabled<Item>"
}  // namespace shop

extern "C" T int of_c(int, ...) { return 1; }
T static int internal(int n) {
  auto lambda = [](int m) __attribute__((flowlog)) { return m; };
  return lambda(n);
}
namespace {
T int hidden() { return 1; }
}  // namespace
auto variable = [](int n) __attribute__((flowlog)) { return n; };
// CHECK-DAG: "id":"of_c(int, ...)"
// CHECK-DAG: "id":"internal(int) [{{.*}}names.cpp]"
// CHECK-DAG: "id":"internal(int)::lambda#1(int) [{{.*}}names.cpp]"
// CHECK-DAG: "id":"(anonymous namespace)::hidden() [{{.*}}names.cpp]","function_name":"(anonymous namespace)::hidden","symbol":"{{.*}}","module":""
// CHECK-DAG: "id":"variable::lambda#1(int) [{{.*}}names.cpp]"

// Lambdas and local classes are counted in their function.
T int outer(int n) {
  { struct Local { T int method() { return 1; } } local; n += local.method(); }
  { struct Local { T int method() { return 2; } } local; n += local.method(); }
  auto first = [](int m) __attribute__((flowlog)) { return m; };
  auto second = [](auto m) __attribute__((flowlog)) {
    return [m](int) __attribute__((flowlog)) { return m; }(1);
  };
  return first(1) + second(1) + second('a');
}
// CHECK-DAG: "id":"outer(int)::Local::method()"
// CHECK-DAG: "id":"outer(int)::Local#2::method()"
// CHECK-DAG: "id":"outer(int)::lambda#1(int)"
// CHECK-DAG: "id":"outer(int)::lambda#2(auto)","function_name":"outer::lambda#2"
// CHECK-DAG: "id":"outer(int)::lambda#2(auto)::lambda#1(int)"

// Also where an instantiation has lost the first of them.
template <class Item>
int with_lambdas(Item item) {
  if constexpr (sizeof(Item) == 1) {
    auto first = [](Item m) __attribute__((flowlog)) { return int(m); };
    return first(item);
  }
  auto second = [](Item m) __attribute__((flowlog)) { return int(m); };
  return second(item);
}
// CHECK-DAG: "id":"with_lambdas<Item>(Item)::lambda#2(Item)","function_name":"with_lambdas<Item>::lambda#2","symbol":"_ZZ12with_lambdasIiE
// CHECK-DAG: "id":"with_lambdas<Item>(Item)::lambda#1(Item)","function_name":"with_lambdas<Item>::lambda#1","symbol":"_ZZ12with_lambdasIcE

int main(int argc, char**) {
  using namespace shop;
  Money money;
  (void)(money + money), (void)bool(money), (void)std::string(money), money(1), money = money, Money().taken();
  max_of(1, 2), max_of(1.0, 2.0), max_of(1l, 2l);
  Box<int> box(1);
  box.get(), box.as<long>(), Box<double>(1).get(), Box<int*, 1>().get(), Box<bool, 2>().get();
  return sum(1, 'a') + sum() + abbreviated(1.0, 1) + constrained(1) + constrained(1.0) + enabled(1) + enabled(money) + internal(argc) + hidden() +
         variable(argc) + outer(1) + with_lambdas(1) + with_lambdas('a');
}
