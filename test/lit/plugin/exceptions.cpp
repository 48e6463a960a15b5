// Exceptions that leave a call make it an error with their type; what is caught inside does not.
//
// RUN: %flowlog_cxx -O0 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -O2 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'

#include <stdexcept>

#define T [[flowlog::track]]

int destroyed = 0;
struct Local {
  ~Local() { ++destroyed; }
};

T void raise(int depth) {
  Local local;
  if (depth == 0) throw std::runtime_error("deep");
  raise(depth - 1);
}
T int catches_other(int depth) {
  try {
    raise(depth);
  } catch (const std::logic_error&) {
    return 1;
  }
  return 0;
}
T int catches(int depth) {
  try {
    return catches_other(depth);
  } catch (const std::exception&) {
    return 2;
  }
}
T void translates() try { raise(0); } catch (const std::runtime_error&) {
  throw std::logic_error("another");
}
T void rethrows() {
  try {
    raise(0);
  } catch (...) {
    throw;
  }
}
struct Throwing {
  T Throwing() : first() { throw 1; }
  Local first;
};
T int safe() noexcept { return 1; }

template <class Function>
void quietly(Function function) {
  try {
    function();
  } catch (...) {
  }
}

int main() {
  catches(1);
  // CHECK: (entry) -> catches success
  // CHECK: catches -> catches_other error std::runtime_error
  // CHECK: catches_other -> raise error std::runtime_error
  // CHECK: raise -> raise error std::runtime_error
  quietly(translates);
  // CHECK: (entry) -> translates error std::logic_error
  // CHECK: translates -> raise error std::runtime_error
  quietly(rethrows);
  // CHECK: (entry) -> rethrows error std::runtime_error
  // CHECK: rethrows -> raise error std::runtime_error
  quietly([] { Throwing throwing; });
  // CHECK: (entry) -> Throwing::Throwing error int
  safe();
  // CHECK: (entry) -> safe success
  return destroyed == 5 ? 0 : 1;
}
