// Where the hooks of a coroutine stand, before it is cut into pieces, and what is left of them in each piece.
//
// RUN: %flowlog_cxx -std=c++20 -O0 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=PIECES
// RUN: %flowlog_cxx -std=c++20 -O0 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=RESYNCED
// RUN: %flowlog_cxx -std=c++20 -O2 -S -emit-llvm %s -o %t.ll && FileCheck %s --check-prefix=PIECES < %t.ll && FileCheck %s --check-prefix=ELIDED < %t.ll

#include "Inputs/coroutines.h"

#include <setjmp.h>

[[flowlog::track]] generator<int> twice(int n) {
  co_yield n;
  co_yield n;
}

// The ramp begins the call, and it ends in the pieces.
// PIECES-LABEL: define {{.*}} @_Z5twicei(
// PIECES:         call i32 @flowlog_enter_special(
// PIECES:         call i64 @flowlog_suspend(
// PIECES-LABEL: define {{.*}} @_Z5twicei.resume(
// PIECES-NOT:     @flowlog_enter
// PIECES:         call i32 @flowlog_resume(
// PIECES-LABEL: define {{.*}} @_Z5twicei.destroy(
// PIECES-NOT:     @flowlog_enter
// PIECES:         call void @flowlog_exit({{.*}}, i32 {{.*}}
// PIECES-LABEL: define {{.*}} @_Z5twicei.cleanup(

// Where the compiler sees the whole life of a coroutine, its frame is on the stack as it was without the hooks.
// ELIDED-LABEL: define {{.*}} @_Z3sumi(
// ELIDED-NOT:     @_Znwm
// ELIDED:       }
int sum(int n) {
  auto numbers = twice(n);
  int all = 0;
  while (numbers.next()) all += numbers.value();
  return all;
}

// Around setjmp a function that is not tracked keeps its thread's depth. A coroutine does not: it may go on at another one,
// on another thread.
// RESYNCED-LABEL: define {{.*}} @_Z8ordinaryv(
// RESYNCED:         call void @flowlog_resync(
// RESYNCED-LABEL: define {{.*}} @_Z9suspendedv.resume(
// RESYNCED-NOT:     @flowlog_
// RESYNCED:         call i32 @_setjmp(
// RESYNCED-NOT:     @flowlog_
// RESYNCED-LABEL: define {{.*}} @_Z9suspendedv.destroy(
jmp_buf back;
int ordinary() { return setjmp(back); }
generator<int> suspended() { co_yield setjmp(back); }
