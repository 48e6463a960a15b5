// Sites and descriptions: sections, sharing between units, the constructor that registers an image.
//
// RUN: %flowlog_cxx -O0 -S -emit-llvm %s -o - | FileCheck %s
// RUN: %flowlog_cxx -O2 -fPIC -shared %s -o %t.so && llvm-readelf --relocations %t.so | FileCheck %s --check-prefix=RELOCS
// RUN: llvm-readelf --sections --wide %t.so | FileCheck %s --check-prefix=SECTIONS

[[flowlog::track]] inline int shared() { return 1; }
[[flowlog::session]] int own() { return shared(); }

// What every unit may have, has a COMDAT of its own, not its function's: a unit without the plugin may win that.
// CHECK-DAG: $flowlog_site._Z6sharedv = comdat any
// CHECK-DAG: @flowlog_site._Z6sharedv = linkonce_odr hidden global { i32, i32 } { i32 0, {{.*}}@flowlog_info{{.*}}@flowlog_site._Z6sharedv{{.*}} }, section "flowlog_sites", {{.*}}comdat, align 4
// CHECK-DAG: @flowlog_info{{.*}} = private constant {{.*}} section "flowlog_info", {{.*}}comdat($flowlog_site._Z6sharedv), align 8
// CHECK-DAG: @flowlog_site._Z3ownv = private global {{.*}} section "flowlog_sites", {{.*}}align 4

// An id, the length without padding, the flags: each call of own() is a session.
// CHECK-DAG: @flowlog_info{{.*}} = private constant { i64, i32, i32, [{{[0-9]+}} x i8] } { i64 {{-?[0-9]+}}, i32 {{[0-9]+}}, i32 1, {{.*}}own()

// CHECK-DAG: @flowlog_gate = linkonce_odr hidden global i8 0, {{.*}}comdat
// CHECK-DAG: @__start_flowlog_sites = extern_weak hidden global
// CHECK-DAG: @__stop_flowlog_sites = extern_weak hidden global
// CHECK-DAG: @llvm.global_ctors = {{.*}} { i32 2, ptr @flowlog_register_image, ptr @flowlog_register_image }
// CHECK-DAG: @llvm.global_dtors = {{.*}} { i32 2, ptr @flowlog_unregister_image, ptr @flowlog_unregister_image }

// The recorder is told of sessions as they begin.
// CHECK-LABEL: define {{.*}} @_Z3ownv(
// CHECK:         call i32 @flowlog_enter_special(ptr @flowlog_site._Z3ownv, i32 1)
// CHECK-LABEL: define {{.*}} @_Z6sharedv(
// CHECK:         call i32 @flowlog_enter(ptr @flowlog_site._Z6sharedv)

// CHECK:     define linkonce_odr hidden void @flowlog_register_image()
// CHECK:       call void @flowlog_register(ptr @__start_flowlog_sites, ptr @__stop_flowlog_sites, ptr @flowlog_gate, i32 3, ptr @__start_flowlog_shapes, ptr @__stop_flowlog_shapes)
// CHECK:     define linkonce_odr hidden void @flowlog_unregister_image()
// CHECK:       call void @flowlog_unregister(ptr @__start_flowlog_sites)

// RELOCS-NOT: flowlog_site
// RELOCS-NOT: flowlog_info
// RELOCS-NOT: flowlog_gate

// SECTIONS-DAG: flowlog_sites PROGBITS {{[0-9a-f]+ [0-9a-f]+}} 000010 00 WA
// SECTIONS-DAG: flowlog_info  PROGBITS {{.*}} 00 A{{ }}
