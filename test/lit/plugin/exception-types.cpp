// An error's branch is the dynamic type of what was thrown, whatever it is and however it came here, with either standard
// library.
//
// RUN: %flowlog_cxx -O0 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -O2 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -stdlib=libc++ -O0 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -stdlib=libc++ -O2 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'

#include <unwind.h>

#include <cstdint>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

#define T [[flowlog::track]]

namespace {
struct Hidden : std::runtime_error {
  using std::runtime_error::runtime_error;
};
}  // namespace
template <class Item>
struct Failure {
  std::vector<Item> items;
};
struct alignas(16) Aligned {
  char bytes[100];
};

T void derived() {
  try {
    throw std::out_of_range("no values here");
  } catch (const std::logic_error&) {
    throw;  // what it is, not what it was caught as
  }
}
T void hidden() { throw Hidden("text"); }
T void of_template() { throw Failure<std::string>(); }
T void aligned() { throw Aligned(); }
T void local() {
  struct Here {};
  throw Here();
}
T void text() { throw "text"; }
T void pointer() {
  static Hidden hidden("text");
  throw &hidden;
}
T void null() { throw nullptr; }
T void member() { throw &std::exception::what; }

std::exception_ptr stored;
T void rethrown() { std::rethrow_exception(stored); }
T void rethrown_again() {
  try {
    rethrown();
  } catch (...) {
    std::rethrow_exception(std::current_exception());
  }
}
T void nested() {
  try {
    hidden();
  } catch (...) {
    std::throw_with_nested(Failure<int>());
  }
}
T void unnested(const std::nested_exception& outer) { outer.rethrow_nested(); }

struct Replacing {
  ~Replacing() {
    try {
      throw 1;  // while another is on its way
    } catch (int) {
    }
  }
};
T void over_another() {
  Replacing replacing;
  throw 2L;
}

// Not of C++: from another language, or from a library whose headers we know nothing of.
alignas(16) _Unwind_Exception foreign;
T void raise_foreign(uint64_t exception_class) {
  foreign.exception_class = exception_class;
  foreign.exception_cleanup = [](_Unwind_Reason_Code, _Unwind_Exception*) {};
  _Unwind_RaiseException(&foreign);
}

template <class Function>
void quietly(Function function) {
  try {
    function();
  } catch (...) {
  }
}

int main() {
  quietly(derived), quietly(hidden), quietly(of_template), quietly(aligned), quietly(local);
  // CHECK: (entry) -> derived error std::out_of_range{{$}}
  // CHECK: (entry) -> hidden error (anonymous namespace)::Hidden{{$}}
  // CHECK: (entry) -> of_template error Failure<std::{{.*}}string{{.*}}>{{$}}
  // CHECK: (entry) -> aligned error Aligned{{$}}
  // CHECK: (entry) -> local error local()::Here{{$}}
  quietly(text), quietly(pointer), quietly(null), quietly(member);
  // CHECK: (entry) -> text error char const*{{$}}
  // CHECK: (entry) -> pointer error (anonymous namespace)::Hidden*{{$}}
  // CHECK: (entry) -> null error {{decltype ?\(nullptr\)|std::nullptr_t}}{{$}}
  // CHECK: (entry) -> member error char const* (std::exception::*)() {{(noexcept const|const noexcept|const)$}}
  try {
    throw Hidden("text");
  } catch (...) {
    stored = std::current_exception();
  }
  quietly(rethrown), quietly(rethrown_again);
  // CHECK: (entry) -> rethrown error (anonymous namespace)::Hidden{{$}}
  // CHECK: (entry) -> rethrown_again error (anonymous namespace)::Hidden{{$}}
  // CHECK: rethrown_again -> rethrown error (anonymous namespace)::Hidden{{$}}
  try {
    nested();
  } catch (const std::nested_exception& outer) {
    quietly([&] { unnested(outer); });
  }
  // CHECK: (entry) -> nested error std::{{.*}}<Failure<int>{{ ?}}>{{$}}
  // CHECK: nested -> hidden error (anonymous namespace)::Hidden{{$}}
  // CHECK: (entry) -> unnested error (anonymous namespace)::Hidden{{$}}
  quietly(over_another);
  // CHECK: (entry) -> over_another error long{{$}}
  quietly([] { raise_foreign(0x1234567890abcdef); });
  // CHECK: (entry) -> raise_foreign error (foreign exception){{$}}
}
