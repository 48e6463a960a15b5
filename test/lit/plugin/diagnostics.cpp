// What can't be tracked is said where it stands, with advice.
//
// RUN: %flowlog_cxx -std=c++20 -c %s -o %t.o -Xclang -verify
// RUN: %flowlog_cxx -std=c++20 -fsyntax-only %s -Xclang -verify=syntax
// RUN: %flowlog_cxx -std=c++20 -c %s -o %t.o -fplugin-arg-flowlog-quiet -Xclang -verify=syntax
//
// The compiler's own switches apply.
// RUN: %flowlog_cxx -std=c++20 -c %s -o %t.o -w 2>&1 | count 0
// RUN: %flowlog_cxx -std=c++20 -c %s -o %t.o -Wno-backend-plugin 2>&1 | count 0
// RUN: not %flowlog_cxx -std=c++20 -c %s -o %t.o -Werror 2>&1 | FileCheck %s
// CHECK: diagnostics.cpp:[[#@LINE+3]]:3: error: 'flowlog::track' has no effect here; {{.*}} [-Werror,-Wbackend-plugin]

// Things that are no functions.
[[flowlog::track]] int variable;
// expected-warning@-1 {{'flowlog::track' has no effect here; it applies to functions, classes and namespaces}}
// syntax-warning@-2 {{'flowlog::track' has no effect here; it applies to functions, classes and namespaces}}
typedef int Alias __attribute__((flowlog));
// expected-warning@-1 {{'flowlog' has no effect here}}
// syntax-warning@-2 {{'flowlog' has no effect here}}
enum class [[flowlog::ignore]] Enum { kOne };
// expected-warning@-1 {{'flowlog::ignore' has no effect here}}
// syntax-warning@-2 {{'flowlog::ignore' has no effect here}}
void parameter([[flowlog]] int n);
// expected-warning@-1 {{'flowlog' has no effect here}}
// syntax-warning@-2 {{'flowlog' has no effect here}}
class [[flowlog::session]] Class {};
// expected-warning@-1 {{'flowlog::session' has no effect here; it applies to functions}}
// syntax-warning@-2 {{'flowlog::session' has no effect here; it applies to functions}}

// Functions that have no calls, or none that could be recorded.
namespace app {
struct Object {
  [[flowlog::track]] Object(const Object&) = delete;
  // expected-warning@-1 {{'app::Object::Object' is not tracked: it is deleted, and has no calls}}
  [[flowlog::track]] virtual int pure() = 0;
  // expected-warning@-1 {{'app::Object::pure' is not tracked: it is pure virtual; annotate the functions that override it}}
  [[flowlog::track]] virtual int pure_with_a_body() = 0;
  [[flowlog::track]] virtual ~Object() = 0;
  [[flowlog::track]] int defined_elsewhere();
};
int Object::pure_with_a_body() { return 1; }
}  // namespace app

[[flowlog::track]] consteval int constant() { return 1; }
// expected-warning@-1 {{'constant' is not tracked: it runs only at compile time}}

[[flowlog::track]] __attribute__((naked)) void naked() { asm("ret"); }
// expected-warning@-1 {{'naked' is not tracked: it is naked, and has no frame for a hook}}

extern "C" [[flowlog::track]] void (*resolve())() { return nullptr; }
// expected-warning@-1 {{'resolve' is not tracked: it is an ifunc resolver, which runs before the recorder does}}
void resolved() __attribute__((ifunc("resolve")));

// Of a class as a whole nothing was promised for each member.
struct [[flowlog::track]] Members {
  Members(const Members&) = delete;
  virtual int pure() = 0;
  consteval int constant() { return 1; }
  __attribute__((no_instrument_function)) int uninstrumented() { return 1; }
};

// Marks that contradict each other; on another declaration, or around it, they are an exception to a rule.
[[flowlog::track, flowlog::ignore]] int both() { return 1; }
// expected-warning@-1 {{'flowlog::ignore' contradicts another attribute here; 'ignore' wins}}
// syntax-warning@-2 {{'flowlog::ignore' contradicts another attribute here; 'ignore' wins}}
struct [[flowlog::ignore]] Ignored {
  [[flowlog::track]] int tracked();
};
[[flowlog::track]] int later();
[[flowlog::ignore]] int later() { return 1; }

#pragma clang diagnostic ignored "-Wbackend-plugin"
[[flowlog::track]] int another_variable;
