// Recording goes off while a coroutine is suspended, or on: its call is in the trace with its end, or not at all, and the
// calls around it are neither lost nor counted twice.
//
// RUN: %flowlog_cxx -std=c++20 -O0 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t
// RUN: %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -std=c++20 -O2 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t
// RUN: %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog merge --strict %t.d -o - | python3 %S/Inputs/nodes.py | FileCheck %s --check-prefix=COUNTS --implicit-check-not=begun_while_off

#include "Inputs/coroutines.h"

#include <flowlog/control.h>

#define T __attribute__((flowlog))

T void step() { asm volatile(""); }
T void inside() { asm volatile(""); }

T generator<int> begun_while_on() {
  inside();
  co_yield 1;
  inside();
  co_yield 2;
  inside();
}

T generator<int> begun_while_off() {
  inside();
  co_yield 1;
  inside();
  co_yield 2;
  inside();
}

// CHECK:      (entry) -> off_and_on success
// CHECK-NEXT: off_and_on -> begun_while_on success
// CHECK-NEXT: begun_while_on -> inside success
// CHECK-NEXT: begun_while_on -> inside success
// CHECK-NEXT: off_and_on -> step success
T void off_and_on() {
  auto numbers = begun_while_on();
  numbers.next();
  flowlog::enable(false);
  step();
  numbers.next();
  flowlog::enable(true);
  numbers.next();
  step();
}

// CHECK-NEXT: (entry) -> ends_while_off success
// CHECK-NEXT: ends_while_off -> begun_while_on success
// CHECK-NEXT: begun_while_on -> inside success
T void ends_while_off() {
  auto numbers = begun_while_on();
  numbers.next();
  flowlog::enable(false);
  while (numbers.next()) step();
}

// CHECK-NEXT: (entry) -> destroyed_while_off success
// CHECK-NEXT: destroyed_while_off -> begun_while_on error abandoned
// CHECK-NEXT: begun_while_on -> inside success
T void destroyed_while_off() {
  auto numbers = begun_while_on();
  numbers.next();
  flowlog::enable(false);
}

// What an unrecorded call runs was called by whom it was resumed by.
// CHECK-NEXT: (entry) -> resumes success
// CHECK-NEXT: resumes -> inside success
// CHECK-NEXT: resumes -> step success
// CHECK-NEXT: (entry) -> resumes success
// CHECK-NEXT: resumes -> inside success
// CHECK-NEXT: resumes -> step success
T void resumes(generator<int>& numbers) {
  numbers.next();
  step();
}

int main() {
  off_and_on();
  ends_while_off();
  flowlog::enable(true);
  destroyed_while_off();
  {
    auto numbers = begun_while_off();
    numbers.next();
    flowlog::enable(true);
    resumes(numbers);
    resumes(numbers);
  }
}

// COUNTS-DAG: {{^}}begun_while_on(): 3 calls
// COUNTS-DAG: {{^}}inside(): 6 calls
// COUNTS-DAG: {{^}}step(): 3 calls
