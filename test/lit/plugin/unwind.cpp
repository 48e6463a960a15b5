// An exception that leaves a tracked function tells the recorder on its way, from calls inside of a try and outside.
//
// RUN: %flowlog_cxx -O0 -S -emit-llvm %s -o - | FileCheck %s

void work();
struct Problem {};

[[flowlog::track]] void plain() { work(); }

// CHECK-LABEL: define {{.*}} @_Z5plainv() {{.*}} personality ptr @__gxx_personality_v0
// CHECK:         invoke void @_Z4workv()
// CHECK-NEXT:            to label %{{.*}} unwind label %[[PAD:.*]]
// CHECK:       [[PAD]]:
// CHECK:         [[CAUGHT:%.*]] = landingpad { ptr, i32 }
// CHECK-NEXT:            cleanup
// CHECK:         [[EXCEPTION:%.*]] = extractvalue { ptr, i32 } [[CAUGHT]], 0
// CHECK-NEXT:    call void @flowlog_unwind(ptr @flowlog_site._Z5plainv, i32 {{.*}}, ptr [[EXCEPTION]])
// CHECK:         resume { ptr, i32 } [[CAUGHT]]

// The landing pad is for one type; unwinding would skip the function for all others.
[[flowlog::track]] void catches_one() {
  try {
    work();
  } catch (Problem&) {
  }
}

// CHECK-LABEL: define {{.*}} @_Z11catches_onev(
// CHECK:         landingpad { ptr, i32 }
// CHECK-NEXT:            cleanup
// CHECK-NEXT:            catch ptr @_ZTI7Problem
// CHECK:         call void @flowlog_unwind(ptr @flowlog_site._Z11catches_onev

[[flowlog::track]] void never() noexcept { work(); }

// CHECK-LABEL: define {{.*}} @_Z5neverv(
// CHECK-NOT:     flowlog_unwind
// CHECK:       }
