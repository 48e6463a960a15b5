// However a program is built, the same calls are recorded, and it says the same.
//
// RUN: rm -rf %t && mkdir -p %t && cd %t
// RUN: %flowlog_cxx -std=c++20 -O0 %s -o program && env FLOWLOG_DIR=plain ./program > said
// RUN: %flowlog events --details plain | python3 %S/Inputs/calls.py > calls && FileCheck %s --input-file=calls
// RUN: while read -r flags; do rm -rf out program; %flowlog_cxx -std=c++20 $flags %s -o program || exit 1; env FLOWLOG_DIR=out ./program | cmp - said && %flowlog events --details out | python3 %S/Inputs/calls.py | diff calls - || { echo "with $flags"; exit 1; }; done < %S/Inputs/builds-flags.txt
//
// What a profile counts is the program, not what was put into it.
// RUN: for with in '%clangxx -Wno-unknown-attributes' '%flowlog_cxx'; do rm -f profile; $with -std=c++20 -fprofile-instr-generate -fcoverage-mapping %s -o program && env LLVM_PROFILE_FILE=profile FLOWLOG_DIR=profiled ./program && llvm-profdata merge profile -o merged && llvm-profdata show --all-functions --counts merged > counts.now || exit 1; test -e counts.plain || mv counts.now counts.plain; done
// RUN: diff counts.plain counts.now

#include <cstdio>
#include <optional>
#include <stdexcept>
#include <string>

#define T [[flowlog::track]]

struct Base {
  T explicit Base(int n) : held(n) {}
  T virtual ~Base() {}
  T virtual int get(int n) { return held + n; }
  int held;
};
struct Derived : Base {
  T explicit Derived(int n) : Base(n) {}
  T ~Derived() override {}
  T int get(int n) override {
    if (n > 2) throw std::runtime_error("many");
    return Base::get(n) * 2;
  }
};
template <class Item>
T Item twice(Item item) {
  return item + item;
}
T static std::optional<std::string> name(int n) {
  if (n) return std::string(100, 'x');
  return std::nullopt;
}
T inline int factorial(int n) { return n < 2 ? 1 : n * factorial(n - 1); }
T int all(Base& base, int n) {
  int sum = factorial(n) + twice(n);
  if (auto found = name(n)) sum += int(found->size());
  try {
    sum += base.get(n);
  } catch (const std::exception&) {
    sum += 1;
  }
  return sum;
}

int main() {
  Derived derived(3);
  int sum = 0;
  for (int i = 0; i < 4; ++i) sum += all(derived, i);
  std::printf("%d\n", sum);
}
// CHECK:      (entry) -> Derived::Derived success
// CHECK-NEXT: Derived::Derived -> Base::Base success
// CHECK-NEXT: (entry) -> all success
// CHECK-NEXT: all -> factorial success
// CHECK-NEXT: all -> twice<Item> success
// CHECK-NEXT: all -> name partial
// CHECK-NEXT: all -> Derived::get success
// CHECK-NEXT: Derived::get -> Base::get success
// CHECK:      all -> Derived::get error std::runtime_error
// CHECK-NEXT: (entry) -> Derived::~Derived success
// CHECK-NEXT: Derived::~Derived -> Base::~Base success
// CHECK-NOT:  ->
