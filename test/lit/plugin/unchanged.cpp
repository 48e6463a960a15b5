// With nothing annotated, or switched off, the object is the one that the compiler makes without the plugin. With
// something annotated it is the same each time.
//
// RUN: %clangxx -O2 -g -w -c %s -o %t.plain.o
// RUN: %flowlog_cxx -O2 -g -fplugin-arg-flowlog-off -fplugin-arg-flowlog-match=. -c %s -o %t.off.o && cmp %t.plain.o %t.off.o
// RUN: %flowlog_cxx -O2 -g -c %s -o %t.one.o && not cmp -s %t.plain.o %t.one.o
// RUN: %flowlog_cxx -O2 -g -c %s -o %t.two.o && cmp %t.one.o %t.two.o
//
// RUN: %clangxx -O2 -g3 -fprofile-instr-generate -fcoverage-mapping -DFLOWLOG_NOTHING -c %s -o %t.plain.o
// RUN: %flowlog_cxx -O2 -g3 -fprofile-instr-generate -fcoverage-mapping -DFLOWLOG_NOTHING -c %s -o %t.none.o
// RUN: cmp %t.plain.o %t.none.o
// With LLVM 16 the flag defines a macro, which is written down here.
// RUN: %clangxx -g3 -fdebug-macro -DFLOWLOG_NOTHING -c %s -o %t.plain.o
// RUN: %flowlog_cxx -g3 -fdebug-macro -DFLOWLOG_NOTHING -c %s -o %t.none.o
// RUN: %if llvm-17 %{ cmp %t.plain.o %t.none.o %}
// RUN: %clangxx -DFLOWLOG_NOTHING -E %s -o %t.plain.ii && %flowlog_cxx -DFLOWLOG_NOTHING -E %s -o %t.none.ii && cmp %t.plain.ii %t.none.ii
// RUN: %clangxx -DFLOWLOG_NOTHING -MD -c %s -o %t.o && cp %t.d %t.plain.d && %flowlog_cxx -DFLOWLOG_NOTHING -MD -c %s -o %t.o && cmp %t.plain.d %t.d
//
// The flag given twice adds nothing.
// RUN: %flowlog_cxx -O2 -g -S -emit-llvm %s -o %t.once.ll && %flowlog_cxx --config=%cfg -O2 -g -S -emit-llvm %s -o %t.twice.ll && cmp %t.once.ll %t.twice.ll
//
// What it adds is sound, and says nothing wrong to a debugger.
// RUN: opt -passes=verify -disable-output %t.once.ll
// RUN: llvm-dwarfdump --verify %t.one.o

#include <optional>
#include <string>
#include <vector>

#ifdef FLOWLOG_NOTHING
#define T
#else
#define T [[flowlog::track]]
#endif

struct Store {
  T Store() {}
  T virtual ~Store() {}
  T std::optional<std::string> find(int n) const {
    if (n < 0) throw n;
    return n ? std::optional<std::string>(names.at(n)) : std::nullopt;
  }
  std::vector<std::string> names;
};
T int use(const Store& store) {
  auto lambda = [&](int n) __attribute__((unused)) { return store.find(n).has_value(); };
  return lambda(1);
}
int main() { return use(Store()); }
