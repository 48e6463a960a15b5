// Where the version without an attribute is the default one, a mark on it must not stand in the way of later versions.
//
// REQUIRES: llvm-19
// RUN: %flowlog_cxx --target=aarch64-linux-gnu --rtlib=compiler-rt -O0 -S -emit-llvm %s -o - | FileCheck %s --implicit-check-not='@flowlog_enter(ptr @'

#define T [[flowlog::track]]

T int by_version(int n) { return n; }
__attribute__((target_version("dotprod"))) int by_version(int n) { return n + 1; }

T static int internal(int n) { return n; }
__attribute__((target_version("dotprod"))) static int internal(int n) { return n + 1; }

int use() { return by_version(1) + internal(1); }

// CHECK-LABEL: define {{.*}} @_Z10by_versioni.default(
// CHECK:         call i32 @flowlog_enter(ptr @flowlog_site._Z10by_versioni)
// CHECK-LABEL: define {{.*}} @_Z10by_versioni._Mdotprod(
// CHECK:         call i32 @flowlog_enter(ptr @flowlog_site._Z10by_versioni)
// CHECK-LABEL: define {{.*}} @_ZL8internali.default(
// CHECK:         call i32 @flowlog_enter(ptr @flowlog_site._ZL8internali)
// CHECK-LABEL: define {{.*}} @_ZL8internali._Mdotprod(
// CHECK:         call i32 @flowlog_enter(ptr @flowlog_site._ZL8internali)
