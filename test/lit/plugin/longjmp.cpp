// After a longjmp the calls that it left are abandoned, and what is called next has the right caller: at setjmp and its
// kin in tracked functions, and in untracked ones that stand between tracked ones.
//
// RUN: %flowlog_cxx -O0 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -O2 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -O0 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=IR

#include <setjmp.h>
#include <signal.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#define T [[flowlog::track]]

jmp_buf back;
sigjmp_buf back_with_mask;
void* back_builtin[5];
ucontext_t back_context;

T void step() {}
T [[noreturn]] void jumps() { longjmp(back, 1); }
T [[noreturn]] void jumps_with_mask() { siglongjmp(back_with_mask, 1); }
T [[noreturn]] void jumps_builtin() { __builtin_longjmp(back_builtin, 1); }
T [[noreturn]] void jumps_to_context() {
  setcontext(&back_context);
  __builtin_trap();
}

// The token is in memory that no second return changes, and is asked for behind the call.
// IR-LABEL: define {{.*}} @_Z7trackedv(
// IR:         %[[HOME:.*]] = alloca i32
// IR:         store volatile i32 %{{.*}}, ptr %[[HOME]]
// IR:         [[RESULT:%.*]] = call i32 @_setjmp(
// IR-NEXT:    [[TOKEN:%.*]] = load volatile i32, ptr %[[HOME]]
// IR-NEXT:    icmp ne i32 [[TOKEN]], 0
// IR:         icmp ne i32 [[RESULT]], 0
// IR:         call void @flowlog_resync(
T int tracked() {
  int volatile attempts = 0;
  if (setjmp(back) == 0) jumps();
  ++attempts;
  step();
  if (attempts < 2) jumps();
  return attempts;
}

T int with_mask() {
  if (sigsetjmp(back_with_mask, 1) == 0) jumps_with_mask();
  step();
  return 1;
}

T int builtin() {
  if (__builtin_setjmp(back_builtin) == 0) jumps_builtin();
  step();
  return 1;
}

T int context() {
  int volatile times = 0;
  getcontext(&back_context);
  if (++times == 1) jumps_to_context();
  step();
  return 1;
}

// IR-LABEL: define {{.*}} @_Z9untrackedv(
// IR:         %[[HOME:.*]] = alloca i32
// IR:         store volatile i32 -1, ptr %[[HOME]]
// IR:         [[DEPTH:%.*]] = call i32 @flowlog_depth()
// IR:         store volatile i32 [[DEPTH]], ptr %[[HOME]]
// IR:         [[RESULT:%.*]] = call i32 @_setjmp(
// IR-NEXT:    [[BEFORE:%.*]] = load volatile i32, ptr %[[HOME]]
// IR:         icmp ne i32 [[RESULT]], 0
// IR:         icmp ne i32 [[BEFORE]], -1
// IR:         call void @flowlog_resync(i32 [[BEFORE]], i32 {{.*}})
// IR-NOT:     @flowlog_exit
// IR-LABEL: define {{.*}} @_Z6aroundv(
__attribute__((noinline)) void untracked() {
  if (setjmp(back) == 0) jumps();
  step();
}
T void around() {
  untracked();
  step();
}

// The inner setjmp's frame is left by a jump to the outer one.
jmp_buf outer_back;
T void jumps_far() { longjmp(outer_back, 1); }
T void inner() {
  if (setjmp(back) == 0) jumps();
  jumps_far();
}
T void outer() {
  if (setjmp(outer_back) == 0) inner();
  step();
}

// A handler that jumps leaves whatever it interrupted, and itself.
T void handler(int) { siglongjmp(back_with_mask, 1); }
T void interrupted() { raise(SIGUSR1); }
T void survives() {
  signal(SIGUSR1, handler);
  if (sigsetjmp(back_with_mask, 1) == 0) interrupted();
  step();
}

// The child runs in the parent's memory until it ends.
T void child() { step(); }
T int spawns() {
  const pid_t process = vfork();
  if (process == 0) {
    child();
    _exit(7);
  }
  int status = 0;
  waitpid(process, &status, 0);
  step();
  return WEXITSTATUS(status);
}

int main() {
  if (tracked() != 2) return 1;
  // CHECK:      (entry) -> tracked success
  // CHECK-NEXT: tracked -> jumps error abandoned
  // CHECK-NEXT: tracked -> step success
  // CHECK-NEXT: tracked -> jumps error abandoned
  // CHECK-NEXT: tracked -> step success
  with_mask();
  // CHECK-NEXT: (entry) -> with_mask success
  // CHECK-NEXT: with_mask -> jumps_with_mask error abandoned
  // CHECK-NEXT: with_mask -> step success
  builtin();
  // CHECK-NEXT: (entry) -> builtin success
  // CHECK-NEXT: builtin -> jumps_builtin error abandoned
  // CHECK-NEXT: builtin -> step success
  context();
  // CHECK-NEXT: (entry) -> context success
  // CHECK-NEXT: context -> jumps_to_context error abandoned
  // CHECK-NEXT: context -> step success
  around();
  // CHECK-NEXT: (entry) -> around success
  // CHECK-NEXT: around -> jumps error abandoned
  // CHECK-NEXT: around -> step success
  // CHECK-NEXT: around -> step success
  outer();
  // CHECK-NEXT: (entry) -> outer success
  // CHECK-NEXT: outer -> inner error abandoned
  // CHECK-NEXT: inner -> jumps error abandoned
  // CHECK-NEXT: inner -> jumps_far error abandoned
  // CHECK-NEXT: outer -> step success
  survives();
  // CHECK-NEXT: (entry) -> survives success
  // CHECK-NEXT: survives -> interrupted error abandoned
  // CHECK-NEXT: interrupted -> handler error abandoned
  // CHECK-NEXT: survives -> step success
  if (spawns() != 7) return 1;
  // CHECK-NEXT: (entry) -> spawns success
  // CHECK-NEXT: spawns -> child success
  // CHECK-NEXT: child -> step success
  // CHECK-NEXT: spawns -> step success
  untracked();
  // CHECK-NEXT: (entry) -> jumps error abandoned
  // CHECK-NEXT: (entry) -> step success
}
