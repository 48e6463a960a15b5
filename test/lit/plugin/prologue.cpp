// A debugger that stops at a function stops behind its prologue. The hook stands there, with a location, and not before
// parameters are in their places.
//
// RUN: %flowlog_cxx -O0 -g -fno-discard-value-names -S -emit-llvm %s -o - | FileCheck %s

[[flowlog::track]] int sum(int first, int second) {
  int result = first;
  return result + second;
}

// CHECK-LABEL: define {{.*}} @_Z3sumii(
// CHECK:         %first.addr = alloca i32
// CHECK:         %result = alloca i32
// CHECK:         store i32 %first, ptr %first.addr
// CHECK:         store i32 %second, ptr %second.addr
// CHECK:         load atomic i8, ptr @flowlog_gate {{.*}} !dbg [[ENTRY:![0-9]+]]
// CHECK:         br i1 {{.*}} !dbg [[ENTRY]]
// CHECK:         call i32 @flowlog_enter({{.*}} !dbg [[ENTRY]]
// CHECK:         call void @flowlog_exit({{.*}} !dbg [[RETURN:![0-9]+]]
// CHECK:         ret i32 {{.*}} !dbg [[RETURN]]
// CHECK-DAG:   [[ENTRY]] = !DILocation(line: 6, scope:
// CHECK-DAG:   [[RETURN]] = !DILocation(line: 8, column: 3, scope:
