// Functions whose control flow or way of being called is out of the ordinary work as without hooks, and are recorded.
//
// RUN: %clangxx -O2 -I%build/include -Wno-unknown-attributes %s -o %t.plain && %t.plain >%t.expected
// RUN: for level in O0 O2; do %flowlog_cxx -Wall -Werror -$level %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t >%t.actual && cmp %t.expected %t.actual && \
// RUN:   %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->' || exit 1; done
// RUN: %flowlog_cxx -O0 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=IR

#include <stdarg.h>
#include <stdio.h>

#define T [[flowlog::track]]

T int step(int n) { return n; }

T int sum(int count, ...) {
  va_list numbers;
  va_start(numbers, count);
  int total = 0;
  while (count-- > 0) total += va_arg(numbers, int);
  va_end(numbers);
  return total;
}

// Must stay a tail call with all of its arguments: the call has ended when it begins.
struct Forwarder {
  virtual ~Forwarder() = default;
  T virtual int run(int n) { [[clang::musttail]] return next(n); }
  T int next(int n) { return n + 1; }
};

T int interprets(const char* program) {
  static const void* const kOperations[] = {&&add, &&twice, &&stop};
  int value = 1;
  goto* kOperations[*program++ - '0'];
add:
  ++value;
  goto* kOperations[*program++ - '0'];
twice:
  value = step(value) * 2;
  goto* kOperations[*program++ - '0'];
stop:
  return value;
}

// IR-LABEL: define {{.*}} @_Z5jumpsi(
// IR:         call i32 @flowlog_enter(
// IR:         callbr void asm sideeffect
T int jumps(int n) {
#ifdef __x86_64__
  asm goto("test %0, %0\n\tjz %l1" : : "r"(n) : "cc" : zero);
#else
  if (n == 0) goto zero;
#endif
  return step(n);
zero:
  return -1;
}

T __attribute__((swiftcall)) int swift(int n) { return step(n) + 3; }
T __attribute__((swiftasynccall)) int swift_async(int n) { return step(n) + 4; }
#ifdef __x86_64__
T __attribute__((ms_abi)) int of_windows(int n, double x) { return step(n) + static_cast<int>(x); }
T __attribute__((regcall)) int in_registers(int n, int m) { return step(n) + m; }
T __attribute__((vectorcall)) double of_vectors(double x) { return x + 1; }
#endif

T __attribute__((disable_tail_calls)) int keeps_calls(int n) { return step(n); }
T __attribute__((optnone)) int as_written(int n) { return step(n); }
T __attribute__((minsize)) int small(int n) { return step(n); }
T __attribute__((cold, noinline)) int seldom(int n) { return step(n); }

T int saves_registers(int n) {
  __builtin_unwind_init();
  return step(n);
}
T bool knows_its_frame() { return __builtin_frame_address(0) != nullptr && __builtin_return_address(0) != nullptr; }
T int of_dynamic_size(int n) {
  auto* bytes = static_cast<char*>(__builtin_alloca(n));
  for (int i = 0; i < n; ++i) bytes[i] = static_cast<char>(step(i));
  return bytes[n - 1];
}

T [[noreturn]] void never_returns(int n) { throw n; }
T int catches() {
  try {
    never_returns(5);
  } catch (int n) {
    return n;
  }
}
T int ends_in_a_loop(int n) {
  for (;;)
    if (step(n) == 0) return 0;
}

int main() {
  printf("%d\n", sum(3, 1, 2, 3));
  // CHECK:      (entry) -> sum success
  Forwarder forwarder;
  printf("%d\n", forwarder.run(1));
  // CHECK-NEXT: (entry) -> Forwarder::run success
  // CHECK-NEXT: (entry) -> Forwarder::next success
  printf("%d\n", interprets("0102"));
  // CHECK-NEXT: (entry) -> interprets success
  // CHECK-NEXT: interprets -> step success
  printf("%d %d\n", jumps(0), jumps(2));
  // CHECK-NEXT: (entry) -> jumps success
  // CHECK-NEXT: (entry) -> jumps success
  // CHECK-NEXT: jumps -> step success
  printf("%d\n", swift(1));
  // CHECK-NEXT: (entry) -> swift success
  // CHECK-NEXT: swift -> step success
  printf("%d\n", swift_async(1));
  // CHECK-NEXT: (entry) -> swift_async success
  // CHECK-NEXT: swift_async -> step success
#ifdef __x86_64__
  printf("%d\n", of_windows(1, 2));
  // CHECK-NEXT: (entry) -> of_windows success
  // CHECK-NEXT: of_windows -> step success
  printf("%d\n", in_registers(1, 2));
  // CHECK-NEXT: (entry) -> in_registers success
  // CHECK-NEXT: in_registers -> step success
  printf("%g\n", of_vectors(1));
  // CHECK-NEXT: (entry) -> of_vectors success
#endif
  printf("%d\n", keeps_calls(1) + as_written(1) + small(1) + seldom(1) + saves_registers(1));
  // CHECK-NEXT: (entry) -> keeps_calls success
  // CHECK-NEXT: keeps_calls -> step success
  // CHECK-NEXT: (entry) -> as_written success
  // CHECK-NEXT: as_written -> step success
  // CHECK-NEXT: (entry) -> small success
  // CHECK-NEXT: small -> step success
  // CHECK-NEXT: (entry) -> seldom success
  // CHECK-NEXT: seldom -> step success
  // CHECK-NEXT: (entry) -> saves_registers success
  // CHECK-NEXT: saves_registers -> step success
  printf("%d %d\n", knows_its_frame(), of_dynamic_size(2));
  // CHECK-NEXT: (entry) -> knows_its_frame success
  // CHECK-NEXT: (entry) -> of_dynamic_size success
  // CHECK-NEXT: of_dynamic_size -> step success
  // CHECK-NEXT: of_dynamic_size -> step success
  printf("%d %d\n", catches(), ends_in_a_loop(0));
  // CHECK-NEXT: (entry) -> catches success
  // CHECK-NEXT: catches -> never_returns error int
  // CHECK-NEXT: (entry) -> ends_in_a_loop success
  // CHECK-NEXT: ends_in_a_loop -> step success
}
