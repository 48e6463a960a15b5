// Functions that leave registers alone which others may change.
//
// REQUIRES: llvm-19
// That does not hold for the result's register; but LLVM 16 restores it, too, whether or not there are hooks.
// RUN: for level in O0 O2; do %traced_calls %t -Wall -Werror -$level %s | FileCheck %s --implicit-check-not='->' || exit 1; done

#define T [[flowlog::track]]

T int step(int n) { return n; }
T __attribute__((preserve_most)) int preserves_most(int n) { return step(n) + 1; }
T __attribute__((preserve_all)) int preserves_all(int n) { return step(n) + 2; }

int main() {
  const bool most = preserves_most(1) == 2;
  // CHECK:      (entry) -> preserves_most success
  // CHECK-NEXT: preserves_most -> step success
  const bool all = preserves_all(1) == 3;
  // CHECK-NEXT: (entry) -> preserves_all success
  // CHECK-NEXT: preserves_all -> step success
  return most && all ? 0 : 1;
}
