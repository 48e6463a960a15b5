// What unwinding passes besides the exceptions of C++, and frames that do not take part in it.
//
// RUN: %flowlog_cxx -O0 -fno-exceptions -DWITHOUT -c %s -o %t.without.O0.o && %flowlog_cxx -O2 -fno-exceptions -DWITHOUT -c %s -o %t.without.O2.o
// RUN: %flowlog_cxx -O0 -pthread %s %t.without.O0.o -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -O2 -pthread %s %t.without.O2.o -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -O2 -fno-asynchronous-unwind-tables -pthread %s %t.without.O2.o -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'

#define T [[flowlog::track]]

#ifdef WITHOUT

T void without_exceptions(void (*call)()) { call(); }

#else

#include <pthread.h>
#include <string.h>
#include <unwind.h>

#include <stdexcept>

void without_exceptions(void (*call)());

int destroyed = 0;
struct Local {
  ~Local() { ++destroyed; }
};

T void step() {}
T void raises() { throw std::runtime_error("thrown"); }

// An exception that another language threw.
_Unwind_Exception foreign;
T void raises_foreign() {
  Local local;
  memcpy(&foreign.exception_class, "FOREIGN", 8);
  foreign.exception_cleanup = nullptr;
  _Unwind_RaiseException(&foreign);
}
T void catches_foreign() {
  try {
    raises_foreign();
  } catch (...) {
  }
  step();
}

// A destructor that may throw; the exception leaves it and its caller.
struct Throwing {
  T ~Throwing() noexcept(false) { throw 1; }
};
T void destroys() { Throwing throwing; }
T void catches_destructor() {
  try {
    destroys();
  } catch (int) {
    step();
  }
}

// A constructor's function-try block can't but throw.
struct Base {
  T explicit Base(int n) {
    if (n == 0) throw std::runtime_error("base");
  }
};
struct Derived : Base {
  Local local;
  T explicit Derived(int n) try : Base(n) {
    throw std::runtime_error("derived");
  } catch (const std::runtime_error&) {
    step();
    throw std::logic_error("translated");
  }
};
T void constructs(int n) {
  try {
    Derived derived(n);
  } catch (const std::logic_error&) {
  }
}

// The exception passes a call whose unit was compiled without exceptions: that call is abandoned.
T void catches_beyond() {
  try {
    without_exceptions(raises);
  } catch (const std::runtime_error&) {
    step();
  }
  step();
}

// The end of a thread, and its cancellation, unwind by force.
T void ends_thread() {
  Local local;
  pthread_exit(nullptr);
}
T void* thread_that_ends(void*) {
  ends_thread();
  return nullptr;
}
T void waits() {
  Local local;
  pthread_cancel(pthread_self());
  pthread_testcancel();
}
T void* thread_that_is_cancelled(void*) {
  waits();
  return nullptr;
}
void run(void* (*function)(void*), void* expected) {
  pthread_t thread;
  void* result = nullptr;
  pthread_create(&thread, nullptr, function, nullptr);
  pthread_join(thread, &result);
  if (result != expected) __builtin_trap();
}

int main() {
  catches_foreign();
  // CHECK:      (entry) -> catches_foreign success
  // CHECK-NEXT: catches_foreign -> raises_foreign error (foreign exception)
  // CHECK-NEXT: catches_foreign -> step success
  catches_destructor();
  // CHECK-NEXT: (entry) -> catches_destructor success
  // CHECK-NEXT: catches_destructor -> destroys error int
  // CHECK-NEXT: destroys -> Throwing::~Throwing error int
  // CHECK-NEXT: catches_destructor -> step success
  constructs(0);
  // CHECK-NEXT: (entry) -> constructs success
  // CHECK-NEXT: constructs -> Derived::Derived error std::logic_error
  // CHECK-NEXT: Derived::Derived -> Base::Base error std::runtime_error
  // CHECK-NEXT: Derived::Derived -> step success
  constructs(1);
  // CHECK-NEXT: (entry) -> constructs success
  // CHECK-NEXT: constructs -> Derived::Derived error std::logic_error
  // CHECK-NEXT: Derived::Derived -> Base::Base success
  // CHECK-NEXT: Derived::Derived -> step success
  catches_beyond();
  // CHECK-NEXT: (entry) -> catches_beyond success
  // CHECK-NEXT: catches_beyond -> without_exceptions error abandoned
  // CHECK-NEXT: without_exceptions -> raises error std::runtime_error
  // CHECK-NEXT: catches_beyond -> step success
  // CHECK-NEXT: catches_beyond -> step success
  run(thread_that_ends, nullptr);
  // CHECK-NEXT: (entry) -> thread_that_ends error abandoned
  // CHECK-NEXT: thread_that_ends -> ends_thread error abandoned
  run(thread_that_is_cancelled, PTHREAD_CANCELED);
  // CHECK-NEXT: (entry) -> thread_that_is_cancelled error abandoned
  // CHECK-NEXT: thread_that_is_cancelled -> waits error abandoned
  return destroyed == 4 ? 0 : 1;
}

#endif
