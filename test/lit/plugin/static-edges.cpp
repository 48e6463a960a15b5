// Which tracked function can call which, read back from the object: each kind of call that is in the code, and
// none that is not.
//
// RUN: %flowlog_cxx -std=c++20 -O0 -c %s -o %t.o && %flowlog sites --format text %t.o > %t.0.txt
// RUN: %flowlog_cxx -std=c++20 -O2 -c %s -o %t.o && %flowlog sites --format text %t.o > %t.2.txt
// RUN: FileCheck %s --input-file=%t.0.txt && FileCheck %s --input-file=%t.2.txt
//
// Not loaded, and the same from one compilation to the next.
// RUN: llvm-readelf --sections --wide %t.o | FileCheck %s --check-prefix=SECTIONS
// RUN: %flowlog_cxx -std=c++20 -O2 -c %s -o %t.again.o && cmp %t.o %t.again.o
// SECTIONS: flowlog_calls PROGBITS 0000000000000000 {{[0-9a-f]+ [0-9a-f]+}} 00 {{ *}}0 0 8
//
// One list for all units that have the function. Its group holds nothing else: where a unit has dropped the
// function, its list must not stand for another unit's site.
// RUN: %flowlog_cxx -std=c++20 -O0 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=IR
// IR:      module asm ".pushsection flowlog_calls,\22GR\22,%progbits,\22flowlog_calls._ZNK6Square4areaEv\22,comdat"
// IR-NEXT: module asm ".p2align 3"
// IR-NEXT: module asm ".ascii \22{{.*}}\\000\\000\\000\\000\\002\\000\\000\\000\\001\\000\\000\\000\\
//
// No tracked function, no list; and none where there is no such section.
// RUN: %flowlog_cxx -std=c++20 -DFLOWLOG_NOTHING -O0 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=NOTHING
// NOTHING-NOT: flowlog_calls
//
// With the optimization at link time, whole or thin, and where the linker collects garbage, nothing is missing.
// RUN: %flowlog_cxx -std=c++20 -O2 -DMAIN %s -o %t.plain && %flowlog sites --format text %t.plain > %t.plain.txt
// RUN: if command -v ld.lld; then %flowlog_cxx -std=c++20 -O2 -DMAIN -fuse-ld=lld -ffunction-sections -Wl,--gc-sections,--icf=all %s -o %t.gc && %flowlog sites --format text %t.gc | diff %t.plain.txt -; fi
// RUN: %flowlog_cxx -std=c++20 -O2 -DMAIN -ffunction-sections -Wl,--gc-sections %s -o %t.gc && strip %t.gc
// RUN: %flowlog sites --format text %t.gc | diff %t.plain.txt -
// RUN: %flowlog_cxx -std=c++20 -O2 -DMAIN -flto -Wl,--gc-sections %s -o %t.lto
// RUN: %flowlog sites --format text %t.lto | diff %t.plain.txt -
// RUN: %flowlog_cxx -std=c++20 -O2 -DMAIN -flto=thin -Wl,--gc-sections %s -o %t.lto
// RUN: %flowlog sites --format text %t.lto | diff %t.plain.txt -

#include <algorithm>
#include <functional>
#include <memory>
#include <vector>

#ifdef FLOWLOG_NOTHING
#define T
#else
#define T __attribute__((flowlog))
#endif

struct Shape {
  virtual ~Shape() = default;
  virtual int area() const = 0;
  T virtual int corners() const;
};
int Shape::corners() const { return 0; }
struct Square : Shape {
  T ~Square() override {}
  T int area() const override { return 4; }
  T int corners() const override { return 4; }
};
struct Unit : Square {
  T int area() const override { return 1; }
};

// What no unit constructs is not in the binary.
Shape* make() { return new Unit; }

T int leaf(int n) { return n + 1; }
T int never(int n) { return n; }
static int between(int n) { return leaf(n); }

// CHECK-LABEL: {{^}}by_alias(
// CHECK-NEXT:    -> leaf(int){{$}}
extern "C" int other_name(int n) __attribute__((alias("leaf_body")));
extern "C" int leaf_body(int n) { return leaf(n); }
T int by_alias() { return other_name(1); }

// CHECK-LABEL: {{^}}constant(
// CHECK-NOT:     ->
T int constant(int n) {
  if (false) return never(n);
  if constexpr (sizeof(int) == 1) return never(n);
  return n;
}

// Both ways to the same function: it is certain that it can be called.
// CHECK-LABEL: {{^}}direct_and_virtual(
// CHECK-NEXT:    -> Square::area() const{{$}}
// CHECK-NEXT:    -> Unit::area() const  (virtual)
T int direct_and_virtual(const Square& s) { return s.Square::area() + static_cast<const Shape&>(s).area(); }

// CHECK-LABEL: {{^}}in_a_loop(
// CHECK-NEXT:    -> in_a_loop(std::vector<int> &)::lambda#1(int, int){{$}}
// CHECK-NEXT:    -> leaf(int)
T int in_a_loop(std::vector<int>& v) {
  std::sort(v.begin(), v.end(), [](int a, int b) T { return a < b; });
  return *std::max_element(v.begin(), v.end(), [](int a, int b) { return leaf(a) < leaf(b); });
}

// CHECK-LABEL: {{^}}inherits(
// CHECK-NEXT:    -> (anonymous namespace)::Local::f() [{{.*}}]  (virtual)
// CHECK-NEXT:    -> (anonymous namespace)::More::f() [{{.*}}]  (virtual)
namespace {
struct Local {
  virtual ~Local() = default;
  T virtual int f() { return 2; }
};
struct More : Local {
  T int f() override { return 3; }
};
}  // namespace
T int inherits(int n) {
  std::unique_ptr<Local> local(n ? new Local : new More);
  return local->f();
}

// CHECK-LABEL: {{^}}instantiates(
// CHECK-NEXT:    -> twice<V>(V){{$}}
template <class V>
T V twice(V v) {
  return v + V(leaf(1));
}
T long instantiates() { return twice(1) + twice(2L); }

// CHECK-LABEL: {{^}}leaf(
// CHECK-NOT:     ->

// Where a pointer leads, the code does not say.
// CHECK-LABEL: {{^}}passes_a_pointer(
// CHECK-NEXT:    -> takes_a_pointer(
// CHECK-NOT:     ->
// CHECK-LABEL: {{^}}recursive(
// CHECK-NEXT:    -> recursive(int){{$}}
T int takes_a_pointer(int (*f)(int)) { return f(1); }
T int passes_a_pointer() { return takes_a_pointer(never); }
T int recursive(int n) { return n ? n * recursive(n - 1) : 1; }

// CHECK-LABEL: {{^}}scope(
// CHECK-NEXT:    -> Handle::Handle(){{$}}
// CHECK-NEXT:    -> Handle::operator+(int) const{{$}}
// CHECK-NEXT:    -> Handle::~Handle(){{$}}
struct Handle {
  T Handle() {}
  T ~Handle() {}
  T Handle operator+(int) const { return {}; }
};
struct Holder {  // its constructor and destructor are the compiler's
  Handle handle;
};
T void scope() { (void)(Holder().handle + 1); }

// CHECK-LABEL: {{^}}through_others(
// CHECK-NEXT:    -> leaf(int){{$}}
T int through_others() { return between(1); }

// CHECK-LABEL: {{^}}twice<V>(V)
// CHECK-NEXT:    -> leaf(int){{$}}

// CHECK-LABEL: {{^}}virtual_call(
// CHECK-NEXT:    -> Shape::corners() const  (virtual)
// CHECK-NEXT:    -> Square::area() const  (virtual)
// CHECK-NEXT:    -> Square::corners() const  (virtual)
// CHECK-NEXT:    -> Unit::area() const  (virtual)
T int virtual_call(const Shape& s) { return s.area() + s.corners(); }

// CHECK-LABEL: {{^}}virtual_destructor(
// CHECK-NEXT:    -> Square::~Square()  (virtual)
// CHECK-NOT:     ->
T void virtual_destructor(Shape* s) { delete s; }

#ifdef MAIN
template <class F>
void* volatile kept = nullptr;
template <class F>
void keep(F f) {
  kept<F> = reinterpret_cast<void*>(f);
}
int main() {
  keep(&by_alias), keep(&constant), keep(&direct_and_virtual), keep(&in_a_loop), keep(&inherits);
  keep(&instantiates), keep(&passes_a_pointer), keep(&recursive), keep(&scope), keep(&through_others);
  keep(&make), keep(&virtual_call), keep(&virtual_destructor), keep(&never), keep(&leaf);
  return Unit().Shape::corners();
}
#endif
