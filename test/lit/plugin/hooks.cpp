// A tracked function reports its site on entry and before it returns, if the gate is open. Its neighbour is left alone.
//
// RUN: %flowlog_cxx -O0 -fno-discard-value-names -S -emit-llvm %s -o - | FileCheck %s
// RUN: %flowlog_cxx -O2 -S %s -o - | FileCheck %s --check-prefix=ASM

[[flowlog::track]] int half(int n) { return n / 2; }

// CHECK-LABEL: define {{.*}} @_Z4halfi(
// CHECK:         [[GATE:%.*]] = load atomic i8, ptr @flowlog_gate monotonic
// CHECK:         [[OPEN:%.*]] = icmp ne i8 [[GATE]], 0
// CHECK:         br i1 [[OPEN]], label %[[ENTER:flowlog.enter]], label %[[BODY:.*]], !prof
// CHECK:       [[ENTER]]:
// CHECK:         [[RESULT:%.*]] = call i32 @flowlog_enter(ptr @[[SITE:flowlog_site._Z4halfi]])
// CHECK:       [[BODY]]:
// CHECK:         [[TOKEN:%.*]] = phi i32 [ 0, %entry ], [ [[RESULT]], %[[ENTER]] ]
// CHECK:         sdiv
// CHECK:         [[TRACED:%.*]] = icmp ne i32 [[TOKEN]], 0
// CHECK:         br i1 [[TRACED]], label %[[EXIT:.*]], label %[[RETURN:.*]], !prof
// CHECK:       [[EXIT]]:
// CHECK:         call void @flowlog_exit(ptr @[[SITE]], i32 [[TOKEN]], i32 0)
// CHECK:       [[RETURN]]:
// CHECK:         ret i32

// Switched off, it costs a comparison of a byte in the same image and a branch that is not taken.
// ASM-LABEL: _Z4halfi:
// ASM:         movzbl flowlog_gate(%rip), [[GATE:%[a-z]+]]
// ASM-NEXT:    testb
// ASM-NEXT:    jne
// ASM-LABEL: _Z5twicei:

int twice(int n) { return n * 2; }

// CHECK-LABEL: define {{.*}} @_Z5twicei(
// CHECK-NOT:     flowlog
// CHECK:         ret i32

// CHECK: declare i32 @flowlog_enter(ptr) [[HOOK:#[0-9]+]]
// CHECK: attributes [[HOOK]] = { nounwind nonlazybind }
