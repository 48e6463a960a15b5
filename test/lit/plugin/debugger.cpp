// A debugger sees the program as it was written: where it stops in a tracked function the arguments are right, the frames
// below are the program's, and steps stay in it.
//
// RUN: for level in -O0 -O2; do %flowlog_cxx $level -g %s -o %t && env FLOWLOG_DIR=%t.d DEBUGINFOD_URLS= gdb -nx -batch -x %S/Inputs/debugger.gdb %t > %t.said 2>&1; FileCheck %s --input-file=%t.said --implicit-check-not=flowlog_ || exit 1; done

int volatile sink;

struct Box {
  [[flowlog::track, gnu::noinline]] int get(int first, double second) const {
    sink = first;
    return held + first + int(second);
  }
  int held;
};
[[flowlog::track, gnu::noinline]] int middle(const Box& box, int n) {
  sink = n;
  return box.get(n + 1, 2.5) + 1;
}
int main() {
  Box box{40};
  return middle(box, 7) - 51;
}

// CHECK:      Breakpoint 1, middle (box={{.*}}, n=7) at
// CHECK:      step into get
// CHECK:      Box::get (this={{.*}}, first=8, second=2.5) at
// CHECK:      #0 {{.*}}Box::get (this={{.*}}, first=8, second=2.5) at
// CHECK-NEXT: #1 {{.*}} in middle (box={{.*}}, n={{.*}}) at
// CHECK-NEXT: #2 {{.*}} in main () at
// CHECK-NOT:  #3
// CHECK:      step through get
// CHECK:      return held + first + int(second);
// CHECK:      exited normally
