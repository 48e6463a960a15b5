// What several units define is one node, and the calls of all units count, inlined or not.
//
// RUN: %flowlog_cxx -std=c++20 -O0 -DOTHER -c %s -o %t.other0.o && %flowlog_cxx -std=c++20 -O2 -DOTHER -c %s -o %t.other2.o
// RUN: %traced_calls %t -std=c++20 -O0 %t.other0.o %s | FileCheck %s --implicit-check-not='->'
// RUN: %traced_calls %t -std=c++20 -O2 %t.other2.o %s | FileCheck %s --implicit-check-not='->'
// RUN: %traced_calls %t -std=c++20 -O2 %t.other0.o %s | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog merge --structure %t.d -o - | FileCheck %s --check-prefix=NODES --implicit-check-not='"function_name"'
// RUN: %flowlog_cxx -std=c++20 -O0 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=IR

#define T [[flowlog::track]]

T inline int in_line(int n) {
  static int calls = 0;
  return calls += n;
}
inline auto in_variable = [](int n) __attribute__((flowlog)) { return n; };
struct Class {
  T int in_class() { return 1; }
  T virtual ~Class() {}
};
template <class Item>
struct Elsewhere {
  T Item get() { return Item(1); }
};
extern template struct Elsewhere<int>;
template <class Item>
T Item instantiated(Item item) {
  return item;
}
T static int of_each(int n) { return n; }

// IR: $flowlog_site._Z7in_linei = comdat any
// IR: @flowlog_site._Z7in_linei = linkonce_odr hidden global {{.*}}, section "flowlog_sites"{{.*}}, comdat

static int use() {
  Class object;
  return in_line(1) + in_variable(1) + object.in_class() + Elsewhere<int>().get() + instantiated(1) + of_each(1);
}

// NODES:      "function_name": "Class::in_class"
// NODES-NEXT: "symbols":
// NODES-NEXT: {"name": "_ZN5Class8in_classEv", "occurrences": 2}
// NODES:      "function_name": "Class::~Class"
// NODES:      "function_name": "Elsewhere<Item>::get"
// NODES-NEXT: "symbols":
// NODES-NEXT: {"name": "_ZN9ElsewhereIiE3getEv", "occurrences": 2}
// NODES:      "function_name": "in_line"
// NODES-NEXT: "symbols":
// NODES-NEXT: {"name": "_Z7in_linei", "occurrences": 2}
// NODES:      "function_name": "in_variable::lambda#1"
// NODES-NEXT: "symbols":
// NODES-NEXT: {"name": "_ZNK11in_variableMUliE_clEi", "occurrences": 2}
// NODES:      "function_name": "instantiated<Item>"
// NODES-NEXT: "symbols":
// NODES-NEXT: {"name": "_Z12instantiatedIiET_S0_", "occurrences": 2}
// NODES:      "function_name": "of_each"
// NODES-NEXT: "symbols":
// NODES-NEXT: {"name": "_ZL7of_eachi", "occurrences": 2}

#ifdef OTHER
template struct Elsewhere<int>;
int other() { return use(); }
#else
int other();
int main() { return use() + other() == 13 ? 0 : 1; }
#endif
// CHECK:      (entry) -> in_line success
// CHECK-NEXT: (entry) -> in_variable::lambda#1 success
// CHECK-NEXT: (entry) -> Class::in_class success
// CHECK-NEXT: (entry) -> Elsewhere<Item>::get success
// CHECK-NEXT: (entry) -> instantiated<Item> success
// CHECK-NEXT: (entry) -> of_each success
// CHECK-NEXT: (entry) -> Class::~Class success
// CHECK-NEXT: (entry) -> in_line success
// CHECK-NEXT: (entry) -> in_variable::lambda#1 success
// CHECK-NEXT: (entry) -> Class::in_class success
// CHECK-NEXT: (entry) -> Elsewhere<Item>::get success
// CHECK-NEXT: (entry) -> instantiated<Item> success
// CHECK-NEXT: (entry) -> of_each success
// CHECK-NEXT: (entry) -> Class::~Class success
