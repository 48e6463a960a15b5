// A function in several versions, one of which is chosen when the program starts, is one function: one site under its own
// linkage name, a call counts once, and choosing counts for nothing.
//
// RUN: %flowlog_cxx -Wall -Werror -O0 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -Wall -Werror -O2 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog sites %t | FileCheck %s --check-prefix=SITES
// RUN: %flowlog_cxx -O0 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=IR
// RUN: %flowlog_cxx -fplugin-arg-flowlog-match='^(clones|targets|by_cpu)$' -DUNMARKED -O0 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --check-prefix=MATCH --implicit-check-not='->'

#ifdef UNMARKED
#define T
#else
#define T [[flowlog::track]]
#endif

#define CLONES __attribute__((target_clones("avx2", "sse4.2", "default")))
#define TARGET(cpu) __attribute__((target(cpu)))
#define FOR(cpu) __attribute__((cpu_specific(cpu)))

T CLONES int clones(int n) { return n + 1; }
CLONES T int recursive_clones(int n) { return n == 0 ? 0 : recursive_clones(n - 1); }
// IR-DAG: define {{.*}} @_Z6clonesi.avx2.{{[0-9]}}(
// IR-DAG: call i32 @flowlog_enter(ptr @flowlog_site._Z6clonesi)
// IR-DAG: @flowlog_site._Z6clonesi = private global

// The mark on one version is enough.
T TARGET("default") int targets(int n) { return n; }
TARGET("avx2") int targets(int n) { return n + 0; }
T TARGET("sse4.2") int targets(int n) { return 0 + n; }

// So is what it says: each call is a session.
T TARGET("default") int served(int n) { return n; }
[[flowlog::session]] TARGET("avx2") int served(int n) { return n + 0; }
// IR-DAG: private constant { i64, i32, i32, [{{[0-9]+}} x i8] } { i64 {{[0-9-]+}}, i32 {{[0-9]+}}, i32 1, {{.*}}\22id\22:\22served(int)\22

FOR(generic) int by_cpu(int n) { return n; }
FOR(ivybridge) int by_cpu(int n) { return n + 0; }
T __attribute__((cpu_dispatch(generic, ivybridge))) int by_cpu(int) {}

namespace T spaced {
CLONES int clones(int n) { return n + 1; }
}  // namespace spaced

class T Box {
 public:
  CLONES int get() { return value_; }

 private:
  int value_ = 1;
};

template <class Value>
struct Holder {
  T CLONES Value get(Value value) { return value; }
  T Value plain(Value value) { return value; }
};
template <>
inline int Holder<int>::plain(int value) {
  return value + 0;
}

T CLONES static int internal(int n) { return n + 1; }
namespace {
T CLONES int anonymous(int n) { return n + 1; }
}  // namespace

T CLONES int declared(int n);
CLONES int declared(int n) { return n; }

// One version only: an ordinary function.
T TARGET("sse4.2") int single(int n) { return n; }

struct [[flowlog::ignore]] Silent {
  CLONES int get() { return 1; }
};

// IR-NOT: .resolver(){{.*}}flowlog
int main() {
  clones(1);
  // CHECK:      (entry) -> clones success
  // MATCH:      (entry) -> clones success
  recursive_clones(1);
  // CHECK-NEXT: (entry) -> recursive_clones success
  // CHECK-NEXT: recursive_clones -> recursive_clones success
  targets(1);
  // CHECK-NEXT: (entry) -> targets success
  // MATCH-NEXT: (entry) -> targets success
  by_cpu(1);
  // CHECK-NEXT: (entry) -> by_cpu success
  // MATCH-NEXT: (entry) -> by_cpu success
  spaced::clones(1);
  // CHECK-NEXT: (entry) -> spaced::clones success
  Box().get();
  // CHECK-NEXT: (entry) -> Box::get success
  Holder<int>().get(1);
  // CHECK-NEXT: (entry) -> Holder<Value>::get success
  Holder<int>().plain(1);
  // CHECK-NEXT: (entry) -> Holder<int>::plain success
  internal(1);
  // CHECK-NEXT: (entry) -> internal success
  anonymous(1);
  // CHECK-NEXT: (entry) -> (anonymous namespace)::anonymous success
  declared(1);
  // CHECK-NEXT: (entry) -> declared success
  if (__builtin_cpu_supports("sse4.2")) single(1);
  // CHECK-NEXT: (entry) -> single success
  Silent().get();
}

// SITES-COUNT-13: "symbol":
// SITES-NOT:      "symbol":
