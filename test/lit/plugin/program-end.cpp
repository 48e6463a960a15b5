// Calls before main, after it, and in the middle of which the program ends: what was entered is recorded, and what did not
// come to its end is abandoned.
//
// RUN: %flowlog_cxx -O0 -fno-exceptions -pthread %s -o %t.O0 && %flowlog_cxx -O2 -pthread %s -o %t.O2
// RUN: for level in O0 O2; do for way in return:0 exit:3 _exit:4 quick_exit:5 abort:134 signal:137; do \
// RUN:   status=0; rm -rf %t.d; env FLOWLOG_DIR=%t.d %t.$level ${way%%:*} || status=$?; [[ $status == ${way#*:} ]] || exit 1; \
// RUN:   %flowlog events --details %t.d | python3 %S/Inputs/calls.py | \
// RUN:     FileCheck %s --check-prefixes=START,${way%%:*} --implicit-check-not='->' || exit 1; \
// RUN: done; done

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <thread>

#define T [[flowlog::track]]

T void step() {}

// START:      (entry) -> early_constructor success
// START-NEXT: (entry) -> constructor success
// START-NEXT: (entry) -> computed success
// START-NEXT: (entry) -> Global::Global success
T __attribute__((constructor(101))) void early_constructor() {}
T __attribute__((constructor(102))) void constructor() {}
T int computed() { return 1; }
int global_number = computed();

struct Global {
  T Global() {}
  T ~Global() { step(); }
} global;

T __attribute__((destructor)) void destructor() {}
T void at_exit() { step(); }
T void at_quick_exit() {}

struct OfThread {
  T ~OfThread() { step(); }
  int number = 0;
};
thread_local OfThread of_thread;

T int local_static() {
  static int number = computed();
  return number;
}

T void handler(int) { step(); }
T void on_abort(int) { step(); }

T void leaves(const char* way) {
  if (!strcmp(way, "exit")) exit(3);
  if (!strcmp(way, "_exit")) _exit(4);
  if (!strcmp(way, "quick_exit")) quick_exit(5);
  if (!strcmp(way, "abort")) {
    signal(SIGABRT, on_abort);
    abort();
  }
  if (!strcmp(way, "signal")) {
    signal(SIGUSR1, handler);
    raise(SIGUSR1);
    raise(SIGKILL);
  }
}

int main(int, char** arguments) {
  atexit(at_exit);
  at_quick_exit(at_quick_exit);
  local_static();
  local_static();
  // START-NEXT: (entry) -> local_static success
  // START-NEXT: local_static -> computed success
  // START-NEXT: (entry) -> local_static success
  std::thread([] { of_thread.number = 1; }).join();
  of_thread.number = 1;
  leaves(arguments[1]);
  // START-NEXT: (entry) -> OfThread::~OfThread success
  // START-NEXT: OfThread::~OfThread -> step success

  // return-NEXT:     (entry) -> leaves success
  // return-NEXT:     (entry) -> OfThread::~OfThread success
  // return-NEXT:     OfThread::~OfThread -> step success
  // return-NEXT:     (entry) -> at_exit success
  // return-NEXT:     at_exit -> step success
  // return-NEXT:     (entry) -> Global::~Global success
  // return-NEXT:     Global::~Global -> step success
  // return-NEXT:     (entry) -> destructor success

  // What exit() runs, the call that called it has run.
  // exit-NEXT:       (entry) -> leaves error abandoned
  // exit-NEXT:       leaves -> OfThread::~OfThread success
  // exit-NEXT:       OfThread::~OfThread -> step success
  // exit-NEXT:       leaves -> at_exit success
  // exit-NEXT:       at_exit -> step success
  // exit-NEXT:       leaves -> Global::~Global success
  // exit-NEXT:       Global::~Global -> step success
  // exit-NEXT:       leaves -> destructor success

  // _exit-NEXT:      (entry) -> leaves error abandoned

  // quick_exit-NEXT: (entry) -> leaves error abandoned
  // quick_exit-NEXT: leaves -> at_quick_exit success

  // abort-NEXT:      (entry) -> leaves error abandoned
  // abort-NEXT:      leaves -> on_abort success
  // abort-NEXT:      on_abort -> step success

  // signal-NEXT:     (entry) -> leaves error abandoned
  // signal-NEXT:     leaves -> handler success
  // signal-NEXT:     handler -> step success
}
