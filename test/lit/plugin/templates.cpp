// Templates of every kind: each instantiation is tracked, each call is one record of one node.
//
// RUN: %traced_calls %t -std=c++20 -O0 %s | FileCheck %s --implicit-check-not='->'
// RUN: %traced_calls %t -std=c++20 -O2 %s | FileCheck %s --implicit-check-not='->'
// RUN: %traced_calls %t -std=c++2b -O1 -fno-exceptions -fno-rtti %s | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -std=c++20 -O0 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=IR
// RUN: %flowlog merge --structure %t.d -o - | FileCheck %s --check-prefix=NODES

#include <concepts>
#include <utility>

#define T [[flowlog::track]]

int volatile one = 1;

template <class Item>
T Item function(Item item) {
  return item;
}
template <>
T char function(char item) {
  return item;
}
template <class Item>
T Item function(Item* item) {
  return *item;
}
template <class... Items>
T int variadic(Items... items) {
  return (0 + ... + int(items));
}
template <class First, class... Rest>
T int recursive(First first, Rest... rest) {
  if constexpr (sizeof...(Rest) > 0)
    return first + recursive(rest...);
  else
    return first;
}
template <int kNumber>
T int non_type() {
  return kNumber + one;
}
template <int* kPointer>
T int of_pointer() {
  return *kPointer;
}
int pointed = 1;
template <auto kFunction>
T int calls() {
  return kFunction(one);
}
T int target(int n) { return n; }

template <class Item, int kSize = 1>
struct Box {
  T Box(Item item) : item(item) {}
  T Item get() const { return item; }
  template <class Other>
  T Other as() const {
    return Other(item);
  }
  T static int of_class();
  struct Inner {
    T int get() const { return one; }
  };
  T friend int befriended(const Box& box) { return int(box.item); }
  template <class Any>
  friend int any_of(const Box<Any>& box);
  Item item;
};
template <class Item, int kSize>
int Box<Item, kSize>::of_class() {
  return kSize;
}
template <class Item>
struct Box<Item*, 1> {
  T Item get(Item* item) const { return *item; }
};
template <>
struct Box<bool, 1> {
  T bool get() const { return one; }
};
template <>
template <>
T long Box<int>::as<long>() const {
  return item;
}
template <class Any>
T int any_of(const Box<Any>& box) {
  return int(box.item);
}
template <class Item>
Box(Item) -> Box<Item>;

template <template <class, int> class Of>
struct Holder {
  T int hold() { return Of<int, 3>(1).get(); }
};

// Explicitly instantiated here; of the other the definitions are elsewhere, in a unit that is this one once more.
template <class Item>
struct Here {
  T int first() { return one; }
  T int second() { return one; }
};
template struct Here<int>;
template <class Item>
T int here(Item item) {
  return int(item);
}
template int here(long);

// IR-DAG: call i32 @flowlog_enter(ptr @flowlog_site._ZN4HereIiE5firstEv)
// IR-DAG: call i32 @flowlog_enter(ptr @flowlog_site._ZN4HereIiE6secondEv)
// IR-DAG: call i32 @flowlog_enter(ptr @flowlog_site._Z4hereIlEiT_)
// IR-DAG: call i32 @flowlog_enter(ptr @flowlog_site._Z8functionIiET_S0_)
// IR-DAG: call i32 @flowlog_enter(ptr @flowlog_site._ZN3BoxIiLi1EEC2Ei)

T int constrained(std::integral auto) { return 1; }
template <std::floating_point Item>
T int constrained(Item) {
  return 2;
}
template <class Item>
struct Sized {
  T int size() const requires(sizeof(Item) == 1) { return 1; }
  T int size() const requires(sizeof(Item) > 1) { return 2; }
};
T int abbreviated(auto item, auto... rest) { return int(item) + int(sizeof...(rest)); }
template <class Item>
T auto deduced(Item item) -> decltype(item + 1) {
  return item + 1;
}

// Found by the curious: what a base makes of its heir.
template <class Heir>
struct Curious {
  T int interface() { return static_cast<Heir*>(this)->implementation(); }
};
struct Implementation : Curious<Implementation> {
  T int implementation() { return one; }
};

// Overloads that differ in a constraint only are nodes of their own; instantiations of one template are one node.
// NODES:      "id": "Sized<Item>::size() const requires (sizeof(Item) == 1)"
// NODES:      "id": "Sized<Item>::size() const requires (sizeof(Item) > 1)"
// NODES:      "id": "constrained(std::integral auto) requires std::integral
// NODES:      "id": "constrained<Item>(Item) requires std::floating_point<Item>"
// NODES:      "id": "function<Item>(Item *)"
// NODES:      "id": "non_type<kNumber>()"
// NODES:      {"name": "_Z8non_typeILi1EEiv", "occurrences": 1},
// NODES-NEXT: {"name": "_Z8non_typeILi2EEiv", "occurrences": 1}
// NODES:      "occurrences": 2

int main() {
  int number = one;
  char letter = 'a';
  function(number), function(letter), function(&number);
  // CHECK:      (entry) -> function<Item> success
  // CHECK-NEXT: (entry) -> function<char> success
  // CHECK-NEXT: (entry) -> function<Item> success
  variadic(), variadic(1, 'a', 2l);
  // CHECK-NEXT: (entry) -> variadic<Items...> success
  // CHECK-NEXT: (entry) -> variadic<Items...> success
  recursive(1, 2l);
  // CHECK-NEXT: (entry) -> recursive<First, Rest...> success
  // CHECK-NEXT: recursive<First, Rest...> -> recursive<First, Rest...> success
  non_type<1>(), non_type<2>(), of_pointer<&pointed>(), calls<target>(), calls<[](int n) { return n; }>();
  // CHECK-NEXT: (entry) -> non_type<kNumber> success
  // CHECK-NEXT: (entry) -> non_type<kNumber> success
  // CHECK-NEXT: (entry) -> of_pointer<kPointer> success
  // CHECK-NEXT: (entry) -> calls<kFunction> success
  // CHECK-NEXT: calls<kFunction> -> target success
  // CHECK-NEXT: (entry) -> calls<kFunction> success
  Box box(number);
  // CHECK-NEXT: (entry) -> Box<Item, kSize>::Box success
  box.get(), box.as<char>(), box.as<long>(), Box<char, 5>::of_class(), Box<int>::Inner().get();
  // CHECK-NEXT: (entry) -> Box<Item, kSize>::get success
  // CHECK-NEXT: (entry) -> Box<Item, kSize>::as<Other> success
  // CHECK-NEXT: (entry) -> Box<int>::as<long> success
  // CHECK-NEXT: (entry) -> Box<Item, kSize>::of_class success
  // CHECK-NEXT: (entry) -> Box<Item, kSize>::Inner::get success
  befriended(box), any_of(box);
  // CHECK-NEXT: (entry) -> befriended success
  // CHECK-NEXT: (entry) -> any_of<Any> success
  Box<int*>().get(&number), Box<bool>().get();
  // CHECK-NEXT: (entry) -> Box<Item *, 1>::get success
  // CHECK-NEXT: (entry) -> Box<bool>::get success
  Holder<Box>().hold();
  // CHECK-NEXT: (entry) -> Holder<Of>::hold success
  // CHECK-NEXT: Holder<Of>::hold -> Box<Item, kSize>::Box success
  // CHECK-NEXT: Holder<Of>::hold -> Box<Item, kSize>::get success
  Here<int>().first(), here(1l);
  // CHECK-NEXT: (entry) -> Here<Item>::first success
  // CHECK-NEXT: (entry) -> here<Item> success
  constrained(1), constrained(1.0), Sized<char>().size(), Sized<int>().size(), abbreviated(1, 2, 'a'), deduced(1);
  // CHECK-NEXT: (entry) -> constrained success
  // CHECK-NEXT: (entry) -> constrained<Item> success
  // CHECK-NEXT: (entry) -> Sized<Item>::size success
  // CHECK-NEXT: (entry) -> Sized<Item>::size success
  // CHECK-NEXT: (entry) -> abbreviated success
  // CHECK-NEXT: (entry) -> deduced<Item> success
  Implementation().interface();
  // CHECK-NEXT: (entry) -> Curious<Heir>::interface success
  // CHECK-NEXT: Curious<Heir>::interface -> Implementation::implementation success
}
