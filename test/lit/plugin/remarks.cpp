// Asked for remarks, the plugin says of each function that it is tracked, or why not; and nothing otherwise.
//
// RUN: %flowlog_cxx -std=c++20 -c %s -o %t.o -fplugin-arg-flowlog-match='^app::' -fplugin-arg-flowlog-exclude='::Skip' -fplugin-arg-flowlog-min-instructions=2 -fplugin-arg-flowlog-remarks -Xclang -verify
// RUN: %flowlog_cxx -std=c++20 -c %s -o %t.o -fplugin-arg-flowlog-match='^app::' 2>&1 | count 0
// RUN: %flowlog_cxx -std=c++20 -c %s -o %t.o -O2 -fplugin-arg-flowlog-match='^app::' -fplugin-arg-flowlog-min-instructions=2 -fplugin-arg-flowlog-quiet 2>&1 | count 0

namespace app {
int function(int n) { return n + 1; }
// expected-remark@-1 {{'app::function' is tracked}}
void small() {}
// expected-remark@-1 {{'app::small' is not tracked: it has fewer instructions than min-instructions=}}
int Skipped() { return 1; }
// expected-remark@-1 {{'app::Skipped' is not tracked: it matches exclude=}}
[[flowlog::ignore]] int ignored() { return 1; }
// expected-remark@-1 {{'app::ignored' is not tracked: it is marked 'ignore', or what it stands in is}}
inline int unused() { return 1; }
// expected-remark@-1 {{'app::unused' is not tracked: it has no code in this unit}}
consteval int constant() { return 1; }
// expected-remark@-1 {{'app::constant' is not tracked: it runs only at compile time}}
__attribute__((no_instrument_function)) int uninstrumented() { return 1; }
// expected-remark@-1 {{'app::uninstrumented' is not tracked: it has the attribute no_instrument_function}}

// Once for all instantiations, and all variants of a constructor.
template <class T>
T twice(T value) {
  // expected-remark@-1 {{'app::twice<T>' is tracked}}
  return value + value;
}
struct Base {
  int value = function(1);
};
struct Class : virtual Base {
  Class(int n) { value = n; }
  // expected-remark@-1 {{'app::Class::Class' is tracked}}
};
struct Derived : Class {
  Derived() : Class(1) {}
  // expected-remark@-1 {{'app::Derived::Derived' is tracked}}
};
}  // namespace app

int not_asked_for() { return app::twice(1) + int(app::twice(1.)) + app::Derived().value + app::Class(1).value; }
