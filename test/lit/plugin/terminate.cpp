// An exception that must not leave a function ends the program; the call is an error with that exception's type. The
// program ends as it would without the plugin: same message, same signal.
//
// RUN: %flowlog_cxx -O0 -std=c++14 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=IR
// RUN: %clangxx -O2 -std=c++14 -I%build/include %s -o %t.plain
// RUN: %flowlog_cxx -O0 -std=c++14 %s -o %t.O0
// RUN: %flowlog_cxx -O2 -std=c++14 %s -o %t.O2
// RUN: for kind in noexcept throw0 throw1 uncaught destructor cleanup handler; do for level in O0 O2; do \
// RUN:   (%t.plain $kind 2>%t.expected; echo $? >>%t.expected; rm -rf %t.d; env FLOWLOG_DIR=%t.d %t.$level $kind 2>%t.actual; echo $? >>%t.actual); \
// RUN:   diff <(grep -v Aborted %t.expected) <(grep -v Aborted %t.actual) || exit 1; \
// RUN:   %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->' --check-prefix=$kind || exit 1; \
// RUN: done; done

#include <string.h>
#include <unistd.h>

#include <exception>
#include <stdexcept>

#define T [[flowlog::track]]

T void raises() { throw std::runtime_error("deep"); }

// IR-LABEL: define {{.*}} @_Z5neverv(
// IR:         landingpad { ptr, i32 }
// IR-NEXT:            catch ptr null
// IR-NEXT:    [[EXCEPTION:%.*]] = extractvalue { ptr, i32 } %{{.*}}, 0
// IR:         call void @flowlog_unwind(ptr @flowlog_site._Z5neverv, i32 {{.*}}, ptr [[EXCEPTION]])
// IR:         call void @__clang_call_terminate(ptr [[EXCEPTION]])
T void never() noexcept { raises(); }
// noexcept:      (entry) -> outer error abandoned
// noexcept-NEXT: outer -> never error std::runtime_error
// noexcept-NEXT: never -> raises error std::runtime_error

T void never_at_all() throw() { raises(); }
// throw0:      (entry) -> outer error abandoned
// throw0-NEXT: outer -> never_at_all error std::runtime_error
// throw0-NEXT: never_at_all -> raises error std::runtime_error

// An unexpected-handler may throw something that is permitted; so it is not known yet how this call ends.
T void only_int() throw(int) { raises(); }
// throw1:      (entry) -> outer error abandoned
// throw1-NEXT: outer -> only_int error abandoned
// throw1-NEXT: only_int -> raises error std::runtime_error

// Nothing is unwound for an exception that nobody catches.
// uncaught:      (entry) -> outer error abandoned
// uncaught-NEXT: outer -> raises error abandoned

struct Careless {
  T ~Careless() { raises(); }
};
// destructor:      (entry) -> outer error abandoned
// destructor-NEXT: outer -> Careless::~Careless error std::runtime_error
// destructor-NEXT: ~Careless -> raises error std::runtime_error

struct Permitted {
  T ~Permitted() noexcept(false) { raises(); }
};
T void cleans_up() {
  Permitted local;
  throw 1;
}
// The second exception leaves the destructor in order, and then ends the program.
// cleanup:      (entry) -> outer error abandoned
// cleanup-NEXT: outer -> cleans_up error std::runtime_error
// cleanup-NEXT: cleans_up -> Permitted::~Permitted error std::runtime_error
// cleanup-NEXT: ~Permitted -> raises error std::runtime_error

T void last_words() { write(2, "last words\n", 11); }
T void on_terminate() {
  last_words();
  _exit(3);
}
// handler:      (entry) -> outer error abandoned
// handler-NEXT: outer -> never error std::runtime_error
// handler-NEXT: never -> raises error std::runtime_error
// handler-NEXT: outer -> on_terminate error abandoned
// handler-NEXT: on_terminate -> last_words success

T void outer(const char* kind) {
  if (!strcmp(kind, "noexcept")) never();
  if (!strcmp(kind, "throw0")) never_at_all();
  if (!strcmp(kind, "throw1")) only_int();
  if (!strcmp(kind, "uncaught")) raises();
  if (!strcmp(kind, "destructor")) Careless careless;
  if (!strcmp(kind, "cleanup")) {
    try {
      cleans_up();
    } catch (int) {
    }
  }
  if (!strcmp(kind, "handler")) {
    std::set_terminate(on_terminate);
    never();
  }
}

int main(int, char** arguments) {
  outer(arguments[1]);
  return 0;
}
