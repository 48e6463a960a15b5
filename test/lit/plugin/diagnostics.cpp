// What can't be tracked is said where it stands, with advice.
//
// RUN: %flowlog_cxx -std=c++20 -c %s -o %t.o -Xclang -verify
// RUN: %flowlog_cxx -std=c++20 -c %s -o %t.o -w -fplugin-arg-flowlog-quiet -Xclang -verify=quiet

[[flowlog::track]] int variable;
// expected-warning@-1 {{'track' has no effect here; it applies to functions, classes and namespaces}}
// quiet-warning@-2 {{'track' has no effect here; it applies to functions, classes and namespaces}}

class [[flowlog::session]] Class {};
// expected-warning@-1 {{'session' has no effect here; it applies to functions}}
// quiet-warning@-2 {{'session' has no effect here; it applies to functions}}

[[flowlog::track]] consteval int constant() { return 1; }
// expected-warning@-1 {{'constant' is not tracked: it runs only at compile time}}

[[flowlog::track]] __attribute__((naked)) void naked() { asm("ret"); }
// expected-warning@-1 {{'naked' is not tracked: it is naked, and has no frame for a hook}}

extern "C" [[flowlog::track]] void (*resolve())() { return nullptr; }
// expected-warning@-1 {{'resolve' is not tracked: it is an ifunc resolver, which runs before the recorder does}}
void resolved() __attribute__((ifunc("resolve")));

// Of a class as a whole nothing was promised for each member.
struct [[flowlog::track]] Members {
  consteval int constant() { return 1; }
  __attribute__((no_instrument_function)) int uninstrumented() { return 1; }
};
