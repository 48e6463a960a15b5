// A template is one node, however often it is instantiated, with its instantiations and their shapes beside it, each counted.
// Specialisations are code of their own and so are nodes of their own.
//
// RUN: %flowlog_cxx -std=c++20 -O0 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog merge %t.d -o - | python3 %S/Inputs/nodes.py | FileCheck %s --implicit-check-not=' calls of '
// RUN: %flowlog_cxx -std=c++20 -O2 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog merge %t.d -o - | python3 %S/Inputs/nodes.py | FileCheck %s --implicit-check-not=' calls of '

#include <flowlog/annotate.h>

#include <string>

#define T [[flowlog::track]]

template <class Item>
T Item largest(Item a, Item b) { return a < b ? b : a; }
template <>
T char largest(char a, char) { return a; }

template <class Item, int Size>
class Ring {
 public:
  T void push(Item item) { items_[count_++ % Size] = item; }
  template <class Other>
  T bool holds(Other other) { return other == items_[0]; }
  struct Cursor {
    T void next() { ++at; }
    int at = 0;
  };

 private:
  Item items_[Size];
  int count_ = 0;
};
template <class Item>
class Ring<Item*, 1> {  // partial
 public:
  T void push(Item*) {}
};
template <>
class Ring<bool, 8> {  // explicit
 public:
  T void push(bool) {}
};
template <>
T inline void Ring<char, 2>::push(char) {}  // of one member

template <class Item>
int each(Item item) {
  auto visit = [](Item, int n) FLOWLOG_TRACK { return n; };
  auto generic = [](auto, int n) FLOWLOG_TRACK { return n; };
  return visit(item, 1) + generic(item, 2) + generic(&item, 3);
}

namespace outer {
inline namespace v1 {
template <class... Items>
T int count(const Items&...) { return sizeof...(Items); }
}  // namespace v1
}  // namespace outer

template <class Item>
  requires(sizeof(Item) == 1)
T void constrained(Item) {}
template <class Item>
  requires(sizeof(Item) > 1)
T void constrained(Item) {}

int main() {
  largest(1, 2), largest(3, 4), largest(1.5, 2.5), largest('a', 'b');
  Ring<int, 4> ints;
  Ring<std::string, 4> texts;
  Ring<int*, 1> pointers;
  Ring<bool, 8> bits;
  Ring<char, 2> chars;
  ints.push(1), ints.push(2), texts.push(""), pointers.push(nullptr), bits.push(true), chars.push('c');
  ints.holds(1), ints.holds(2L), texts.holds("");
  Ring<int, 4>::Cursor().next(), Ring<int, 5>::Cursor().next();
  each(1), each('c'), each('d');
  outer::count(), outer::count(1), outer::count(1, 'c'), outer::count(2, 'd');
  constrained('c'), constrained(1);
}

// CHECK: Ring<Item *, 1>::push(Item *): 1 calls of 1 symbols
// CHECK: Ring<Item, Size>::Cursor::next(): 2 calls of 2 symbols
// CHECK: Ring<Item, Size>::holds<Other>(Other): 3 calls of 3 symbols
// CHECK: Ring<Item, Size>::push(Item): 3 calls of 2 symbols
// CHECK: Ring<Item, Size>::push(Item) <- _ZN4RingINSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEELi4EE4pushES5_ 1
// CHECK: Ring<Item, Size>::push(Item) <- _ZN4RingIiLi4EE4pushEi 2
// CHECK: Ring<Item, Size>::push(Item) takes {"item":"int","this":{{.*}}Ring<int, 4>{{.*}}} gives "void" 2
// CHECK: Ring<Item, Size>::push(Item) takes {"item":"std::string","this":{{.*}}Ring<std::string, 4>{{.*}}} gives "void" 1
// CHECK: Ring<bool, 8>::push(bool): 1 calls of 1 symbols
// CHECK: Ring<char, 2>::push(char): 1 calls of 1 symbols
// CHECK: constrained<Item>(Item) requires (sizeof(Item) == 1): 1 calls of 1 symbols
// CHECK: constrained<Item>(Item) requires (sizeof(Item) > 1): 1 calls of 1 symbols
// CHECK: each<Item>(Item)::lambda#1(Item, int): 3 calls of 2 symbols
// CHECK: each<Item>(Item)::lambda#2(auto, int): 6 calls of 4 symbols
// CHECK: largest<Item>(Item, Item): 3 calls of 2 symbols
// CHECK: largest<Item>(Item, Item) <- _Z7largestIdET_S0_S0_ 1
// CHECK: largest<Item>(Item, Item) <- _Z7largestIiET_S0_S0_ 2
// CHECK: largest<Item>(Item, Item) takes {"a":"double","b":"double"} gives "double" 1
// CHECK: largest<Item>(Item, Item) takes {"a":"int","b":"int"} gives "int" 2
// CHECK: largest<char>(char, char): 1 calls of 1 symbols
// CHECK: outer::count<Items...>(const Items &...): 4 calls of 3 symbols
