// Units with and without the plugin have inline functions in common. Whichever copy the linker keeps, the program links
// and runs, sections thrown away or not.
//
// RUN: %flowlog_cxx -O0 -ffunction-sections -c %s -o %t.main0.o && %flowlog_cxx -O2 -ffunction-sections -c %s -o %t.main2.o
// RUN: %clangxx -O2 -Wno-unknown-attributes -DFLOWLOG_OTHER -ffunction-sections -c %s -o %t.other.o
// RUN: %flowlog_cxx -DFLOWLOG_OTHER -ffunction-sections -c %s -o %t.traced.o
// RUN: for main in %t.main0.o %t.main2.o; do for other in %t.other.o %t.traced.o; do for first in "$main $other" "$other $main"; do %flowlog_cxx $first -Wl,--gc-sections -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t || exit 1; done; done; done
//
// Where both are traced, each call counts.
// RUN: %flowlog_cxx -Wl,--gc-sections %t.main2.o %t.traced.o -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: if command -v ld.lld; then %flowlog_cxx -fuse-ld=lld -Wl,--gc-sections %t.main2.o %t.traced.o -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'; fi

[[flowlog::track]] inline int shared(int n) { return n + 1; }
template <class Item>
struct Box {
  [[flowlog::track]] Item get(Item item) { return item; }
};
extern template struct Box<int>;

#ifdef FLOWLOG_OTHER
template struct Box<int>;
int other() { return shared(1) + Box<int>().get(1) + Box<long>().get(1); }
[[flowlog::track]] int never() { return 1; }
#else
int other();
int main() { return shared(1) + Box<int>().get(1) + Box<long>().get(1) + other() == 8 ? 0 : 1; }
#endif
// CHECK-COUNT-6: (entry) -> {{(shared|Box<Item>::get)}} success
