// What is no use of the attributes at all is a compile error, or the compiler's own warning.
//
// RUN: %flowlog_cxx -std=c++20 -fsyntax-only %s -Xclang -verify
//
// In C records have no functions.
// RUN: echo 'struct __attribute__((flowlog)) point { int x; };' > %t.c
// RUN: %flowlog_cc -fsyntax-only %t.c 2>&1 | FileCheck %s
// CHECK: .c:1:23: warning: 'flowlog' has no effect here; it applies to functions [-Wbackend-plugin]

[[flowlog::track(1)]] int argument();
// expected-error@-1 {{'track' attribute takes no arguments}}
[[flowlog::session("name")]] int name();
// expected-error@-1 {{'session' attribute takes no arguments}}
__attribute__((flowlog(1))) int gnu_argument();
// expected-error@-1 {{'flowlog' attribute takes no arguments}}
[[flowlog::trak]] int misspelled();
// expected-warning@-1 {{unknown attribute 'trak' ignored}}

// What stands behind the attribute is no argument.
#define TRACK [[flowlog::track]]
#define TRACKED(declaration) [[flowlog::track]] declaration
TRACK int by_macro();
TRACKED(int by_macro_with_argument());
__attribute__((flowlog)) int (by_parenthesis)();

int statement(int n) {
  [[flowlog::track]] return n;
  // expected-error@-1 {{'track' attribute cannot be applied to a statement}}
}
