// What a std::expected holds tells how the call ended. The standard library has it for newer compilers only.
//
// REQUIRES: llvm-19
// RUN: %flowlog_cxx -std=c++2b -O0 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not=entry
// RUN: %flowlog_cxx -std=c++2b -O2 -g %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not=entry
// RUN: %flowlog_cxx -std=c++2b -O1 -fsanitize=address,undefined %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not=entry

#include <expected>
#include <string>
#include <system_error>

#define T [[flowlog::track]]

struct Problem {
  std::string text;
};
T std::expected<int, Problem> expected(bool fine) {
  if (fine) return 1;
  return std::unexpected(Problem{"bad"});
}
T std::expected<void, std::errc> expected_void(bool fine) {
  if (fine) return {};
  return std::unexpected(std::errc::io_error);
}

int main() {
  expected(true), expected(false);
  // CHECK: (entry) -> expected success
  // CHECK: (entry) -> expected error Problem
  expected_void(true), expected_void(false);
  // CHECK: (entry) -> expected_void success
  // CHECK: (entry) -> expected_void error std::errc
}
