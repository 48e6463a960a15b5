// How objects come and go, and what is called on them: special members written, defaulted and inherited, copies made and left
// out, operators and conversions.
//
// RUN: %traced_calls %t -std=c++20 -O0 %s | FileCheck %s --implicit-check-not='->'
// RUN: %traced_calls %t -std=c++20 -O2 %s | FileCheck %s --implicit-check-not='->'
// RUN: %traced_calls %t -std=c++2b -O2 -fno-rtti %s | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -std=c++20 -O0 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=IR

#include <compare>
#include <cstdlib>
#include <new>
#include <string>
#include <utility>

#define T [[flowlog::track]]

int volatile one = 1;

struct Item {
  T Item() : number(one) {}
  T explicit Item(int n) : number(n) {}
  T Item(const Item& other) : number(other.number) {}
  T Item(Item&& other) noexcept : number(other.number) {}
  T Item& operator=(const Item& other) {
    number = other.number;
    return *this;
  }
  T Item& operator=(Item&& other) noexcept {
    number = other.number;
    return *this;
  }
  T ~Item() { number = 0; }
  int number;
};
T Item make() { return Item(1); }
T Item named() {
  Item item(1);
  return item;
}
T Item one_of(Item first, Item second) {
  if (one) return first;
  return second;
}

struct Pinned {
  T Pinned() : number(one) {}
  Pinned(Pinned&&) = delete;
  T ~Pinned() { number = 0; }
  int number;
};
T Pinned pin() { return Pinned(); }

// Defaulted, in the class and outside; the latter is a function even where it does nothing.
struct [[flowlog::track]] Defaulted {
  Defaulted() = default;
  Defaulted(const Defaulted&) = default;
  Defaulted& operator=(const Defaulted&) = default;
  ~Defaulted();
  auto operator<=>(const Defaulted&) const = default;
  bool operator==(const Defaulted&) const = default;
  std::string text;
};
Defaulted::~Defaulted() = default;

struct Heir : Item {
  using Item::Item;
};

struct Stored {
  T Stored() {}
  T ~Stored() {}
  T static void* operator new(size_t size) { return malloc(size); }
  T static void operator delete(void* at) { free(at); }
  T static void* operator new[](size_t size) { return malloc(size); }
  T static void operator delete[](void* at) { free(at); }
};

struct Number {
  int n;
  T operator int() const { return n; }
  T explicit operator bool() const { return n != 0; }
  T Number operator+(Number other) const { return {n + other.n}; }
  T Number& operator++() { return ++n, *this; }
  T Number operator++(int) { return {n++}; }
  T int operator[](int index) const { return n + index; }
  T int operator()(int a, int b) const { return a + b; }
  T const Number* operator->() const { return this; }
  T int operator,(int) const { return n; }
  T int by_reference() & { return 1; }
  T int by_reference() const& { return 2; }
  T int by_reference() && { return 3; }
  T friend bool operator<(Number a, Number b) { return a.n < b.n; }
  T static int of_class() { return one; }
};
T Number operator*(Number a, Number b) { return {a.n * b.n}; }
T Number operator""_n(unsigned long long n) { return {int(n)}; }

// Function-try blocks: what they let pass, and what they stop.
struct Guarded {
  T Guarded(int n) try : item(n) {
    if (n > 0) throw n;
  } catch (int) {
    throw "another";
  }
  Item item;
};
T int guarded(int n) try {
  if (n > 0) throw n;
  return 0;
} catch (int caught) {
  return caught;
}

// IR-LABEL: define {{.*}}void @_Z4makev(ptr {{.*}}sret(%struct.Item)
// IR:         call i32 @flowlog_enter(ptr @flowlog_site._Z4makev)
// IR:         call void @_ZN4ItemC2Ei(
// IR:         call void @flowlog_exit(ptr @flowlog_site._Z4makev
// IR-LABEL: define {{.*}}void @_ZN9DefaultedD2Ev(
// IR:         call i32 @flowlog_enter(ptr @flowlog_site._ZN9DefaultedD2Ev)

int main() {
  {
    Item item = make();
    // CHECK:      (entry) -> make success
    // CHECK-NEXT: make -> Item::Item success
    Item other = named();
    // CHECK-NEXT: (entry) -> named success
    // CHECK-NEXT: named -> Item::Item success
    Item third = one_of(item, std::move(other));
    // CHECK-NEXT: (entry) -> Item::Item success
    // CHECK-NEXT: (entry) -> Item::Item success
    // CHECK-NEXT: (entry) -> one_of success
    // CHECK-NEXT: one_of -> Item::Item success
    // CHECK-NEXT: (entry) -> Item::~Item success
    // CHECK-NEXT: (entry) -> Item::~Item success
    item = third;
    item = Item();
    // CHECK-NEXT: (entry) -> Item::operator= success
    // CHECK-NEXT: (entry) -> Item::Item success
    // CHECK-NEXT: (entry) -> Item::operator= success
    // CHECK-NEXT: (entry) -> Item::~Item success
  }
  // CHECK-NEXT: (entry) -> Item::~Item success
  // CHECK-NEXT: (entry) -> Item::~Item success
  // CHECK-NEXT: (entry) -> Item::~Item success
  { Pinned pinned = pin(); }
  // CHECK-NEXT: (entry) -> pin success
  // CHECK-NEXT: pin -> Pinned::Pinned success
  // CHECK-NEXT: (entry) -> Pinned::~Pinned success
  {
    Defaulted first, second(first);
    // CHECK-NEXT: (entry) -> Defaulted::Defaulted success
    // CHECK-NEXT: (entry) -> Defaulted::Defaulted success
    first = second;
    // CHECK-NEXT: (entry) -> Defaulted::operator= success
    if (first < second || first != second) return 1;
    // CHECK-NEXT: (entry) -> Defaulted::operator<=> success
    // CHECK-NEXT: (entry) -> Defaulted::operator== success
  }
  // CHECK-NEXT: (entry) -> Defaulted::~Defaulted success
  // CHECK-NEXT: (entry) -> Defaulted::~Defaulted success
  { Heir heir(2); }
  // CHECK-NEXT: (entry) -> Item::Item success
  // CHECK-NEXT: (entry) -> Item::~Item success
  delete new Stored;
  // CHECK-NEXT: (entry) -> Stored::operator new success
  // CHECK-NEXT: (entry) -> Stored::Stored success
  // CHECK-NEXT: (entry) -> Stored::~Stored success
  // CHECK-NEXT: (entry) -> Stored::operator delete success
  delete[] new Stored[2];
  // CHECK-NEXT: (entry) -> Stored::operator new[] success
  // CHECK-NEXT: (entry) -> Stored::Stored success
  // CHECK-NEXT: (entry) -> Stored::Stored success
  // CHECK-NEXT: (entry) -> Stored::~Stored success
  // CHECK-NEXT: (entry) -> Stored::~Stored success
  // CHECK-NEXT: (entry) -> Stored::operator delete[] success

  Number number{2};
  int sum = number;
  // CHECK-NEXT: (entry) -> Number::operator int success
  if (number) ++number, int(number++);
  // CHECK-NEXT: (entry) -> Number::operator bool success
  // CHECK-NEXT: (entry) -> Number::operator++ success
  // CHECK-NEXT: (entry) -> Number::operator++ success
  // CHECK-NEXT: (entry) -> Number::operator int success
  // CHECK-NEXT: (entry) -> Number::operator, success
  sum += (number + number * 2_n).n;
  // CHECK-NEXT: (entry) -> operator""_n success
  // CHECK-NEXT: (entry) -> operator* success
  // CHECK-NEXT: (entry) -> Number::operator+ success
  sum += number[1] + number(1, 2) + number->n;
  // CHECK-NEXT: (entry) -> Number::operator[] success
  // CHECK-NEXT: (entry) -> Number::operator() success
  // CHECK-NEXT: (entry) -> Number::operator-> success
  sum += number.by_reference() + std::as_const(number).by_reference() + Number{1}.by_reference();
  // CHECK-NEXT: (entry) -> Number::by_reference success
  // CHECK-NEXT: (entry) -> Number::by_reference success
  // CHECK-NEXT: (entry) -> Number::by_reference success
  sum += number < Number{9};
  // CHECK-NEXT: (entry) -> operator< success
  sum += number.of_class();
  // CHECK-NEXT: (entry) -> Number::of_class success
  guarded(one);
  // CHECK-NEXT: (entry) -> guarded success
  try {
    Guarded throwing(one);
  } catch (const char*) {
  }
  // CHECK-NEXT: (entry) -> Guarded::Guarded error char const*
  // CHECK-NEXT: Guarded::Guarded -> Item::Item success
  // CHECK-NEXT: Guarded::Guarded -> Item::~Item success
  return sum > 0 ? 0 : 1;
}
