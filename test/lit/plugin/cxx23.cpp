// What C++23 brought: objects as explicit parameters, static operators, subscripts with several indices.
//
// REQUIRES: llvm-18
// RUN: %traced_calls %t -std=c++23 -O0 %s | FileCheck %s --implicit-check-not='->'
// RUN: %traced_calls %t -std=c++23 -O2 %s | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -std=c++23 -O0 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=IR --implicit-check-not='@flowlog_enter(ptr @'

#define T [[flowlog::track]]

int volatile one = 1;

struct Grid {
  T int operator[](int row, int column) const { return row + column + number; }
  T static int operator[](int row, int column, int layer) { return row + column + layer; }
  T static int operator()(int n) { return n; }
  template <class Self>
  T auto&& cell(this Self&& self) {
    return self.number;
  }
  T int copied(this Grid self) { return self.number; }
  int number = one;
};
T auto decayed(auto&& item) { return auto(item); }
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZNK4GridixEii)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZN4GridixEiii)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZN4GridclEi)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZNH4Grid4cellIRS_EEODaOT_)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZNH4Grid4cellIRKS_EEODaOT_)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZNH4Grid6copiedES_)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._Z7decayedIRiEDaOT_)
// IR: call i32 @flowlog_enter(ptr @"flowlog_site._ZZ4mainENH{{.*}}clI{{.*}}")

int main() {
  Grid grid;
  const Grid& constant = grid;
  int sum = grid[1, 2] + grid[1, 2, 3];
  // CHECK:      (entry) -> Grid::operator[] success
  // CHECK-NEXT: (entry) -> Grid::operator[] success
  sum += grid(1);
  // CHECK-NEXT: (entry) -> Grid::operator() success
  sum += grid.cell() + constant.cell() + grid.copied();
  // CHECK-NEXT: (entry) -> Grid::cell<Self> success
  // CHECK-NEXT: (entry) -> Grid::cell<Self> success
  // CHECK-NEXT: (entry) -> Grid::copied success
  sum += decayed(sum);
  // CHECK-NEXT: (entry) -> decayed success
  auto recursive = [] T(this auto self, int n) -> int { return n == 0 ? 0 : self(n - 1); };
  sum += recursive(1);
  // CHECK-NEXT: (entry) -> main::lambda#1 success
  // CHECK-NEXT: main::lambda#1 -> main::lambda#1 success
  return sum == 28 ? 0 : 1;
}
