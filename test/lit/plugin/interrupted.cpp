// A signal handler may leave a tracked call, hooks included, at any instruction and for good: what is called afterwards has
// the right caller. Every instruction of a call is tried, by the processor's single steps.
//
// REQUIRES: x86-64
// RUN: for level in O0 O2; do %flowlog_cxx -$level %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t >%t.steps && \
// RUN:   %flowlog events --details %t.d | python3 %S/Inputs/calls.py | sort | uniq -c | cat %t.steps - | FileCheck %s || exit 1; done

#include <setjmp.h>
#include <signal.h>
#include <stdio.h>

#define T [[flowlog::track]]

constexpr unsigned long kTrapFlag = 0x100;

sigjmp_buf back;
volatile int steps_left;
volatile bool whole;

void single_step() {
  __asm__ volatile("pushfq; orq %0, (%%rsp); popfq" : : "i"(kTrapFlag) : "memory", "cc");
}
void run_on() {
  __asm__ volatile("pushfq; andq %0, (%%rsp); popfq" : : "i"(~kTrapFlag) : "memory", "cc");
}

void on_step(int) {
  if (--steps_left == 0) siglongjmp(back, 1);
}

T __attribute__((noinline)) void victim() { __asm__ volatile(""); }
T __attribute__((noinline)) void after() { __asm__ volatile(""); }

T void survives(int steps) {
  steps_left = steps;
  if (sigsetjmp(back, 1) == 0) {
    single_step();
    victim();
    run_on();
    whole = true;
  }
  after();
}

int main() {
  signal(SIGTRAP, on_step);
  victim();  // the thread has its buffer before single steps begin
  int attempts = 0;
  while (!whole) survives(++attempts);
  printf("attempts %d\n", attempts);
}

// CHECK:     attempts [[#ATTEMPTS:]]
// CHECK-DAG: {{^ *}}[[#ATTEMPTS]] (entry) -> survives success
// CHECK-DAG: {{^ *}}[[#ATTEMPTS]] survives -> after success
// CHECK-NOT: victim -> after
