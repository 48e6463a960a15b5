// What the user says of types, with <flowlog/outcome.h>: rules, functions of one's own, families, and all of it also behind
// the functions that return them. It comes before what the plugin knows. Pointers are asked only where that was asked for.
//
// RUN: %flowlog_cxx -std=c++14 -Wall -Wextra -Werror -O0 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -std=c++14 -Wall -Wextra -Werror -O2 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -std=c++2b -O1 -fsanitize=address,undefined %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %clangxx -std=c++14 -Wall -Wextra -Werror -Wno-unknown-attributes -I%source/runtime/include %s -o %t && %t
// RUN: %flowlog_cxx -std=c++14 -Wall -Wextra -Werror -DFLOWLOG_DISABLE %s -c -o %t.o && llvm-nm %t.o | FileCheck %s --check-prefix=NOTHING

// NOTHING-NOT: stated_outcome

#include <memory>
#include <system_error>

#define T [[flowlog::track]]

class Status {
 public:
  explicit Status(int code) : code_(code) {}
  Status(Status&&) = default;
  bool ok() const { return code_ == 0; }

 private:
  int code_;
};
T Status status(int code) { return Status(code); }

struct Reply {
  int code;
  char body[60];
};
T Reply reply(int code) { return {code, ""}; }

template <class Value>
struct Result {
  Value value;
  bool good;
  explicit operator bool() const { return good; }
};
T Result<double> family(bool good) { return {1.5, good}; }

enum class Code : unsigned char { kFine, kBad };
T Code number(Code code) { return code; }

struct Node;  // never complete
T Node* find(Node* node) { return node; }
T void* raw(void* memory) { return memory; }
T int* unasked(int* pointer) { return pointer; }
T std::unique_ptr<int> smart(bool full) { return std::unique_ptr<int>(full ? new int(1) : nullptr); }
T bool is_fine(bool fine) { return fine; }
T std::error_code overruled() { return std::make_error_code(std::errc::io_error); }
T const Status& reference(const Status& stored) { return stored; }

// The header itself may come late, too.
#include <flowlog/outcome.h>

template <>
struct flowlog::outcome<Status> : flowlog::ok_means_success {};
template <>
struct flowlog::outcome<Reply> {
  static result_type of(const Reply& reply) noexcept {
    return reply.code < 300 ? result_type::success : reply.code < 400 ? result_type::partial : result_type::error;
  }
};
template <class Value>
struct flowlog::outcome<Result<Value>> : flowlog::true_means_success {};
template <>
struct flowlog::outcome<Code> : flowlog::zero_means_success {};
template <>
struct flowlog::outcome<Node*> : flowlog::null_means_partial {};
template <>
struct flowlog::outcome<void*> : flowlog::null_means_partial {};
template <class Value>
struct flowlog::outcome<std::unique_ptr<Value>> : flowlog::null_means_partial {};
template <>
struct flowlog::outcome<std::error_code> : flowlog::any_means_success {};

T void half_done() { flowlog::partial("cache miss"); }
T void text_of_any_kind() { flowlog::partial(std::string("no stock")); }

int main() {
  char memory[8];
  Status stored(1);
  status(0), status(1);
  // CHECK: (entry) -> status success{{$}}
  // CHECK: (entry) -> status error Status{{$}}
  reply(200), reply(304), reply(500);
  // CHECK: (entry) -> reply success{{$}}
  // CHECK: (entry) -> reply partial{{$}}
  // CHECK: (entry) -> reply error Reply{{$}}
  family(true), family(false);
  // CHECK: (entry) -> family success{{$}}
  // CHECK: (entry) -> family error Result<double>{{$}}
  number(Code::kFine), number(Code::kBad);
  // CHECK: (entry) -> number success{{$}}
  // CHECK: (entry) -> number error Code{{$}}
  find(reinterpret_cast<Node*>(memory + 1)), find(nullptr), raw(memory), raw(nullptr), unasked(nullptr);
  // CHECK: (entry) -> find success{{$}}
  // CHECK: (entry) -> find partial{{$}}
  // CHECK: (entry) -> raw success{{$}}
  // CHECK: (entry) -> raw partial{{$}}
  // CHECK: (entry) -> unasked success{{$}}
  smart(true), smart(false), is_fine(false), overruled(), reference(stored);
  // CHECK: (entry) -> smart success{{$}}
  // CHECK: (entry) -> smart partial{{$}}
  // CHECK: (entry) -> is_fine success{{$}}
  // CHECK: (entry) -> overruled success{{$}}
  // CHECK: (entry) -> reference success{{$}}
  half_done(), text_of_any_kind();
  // CHECK: (entry) -> half_done partial cache miss{{$}}
  // CHECK: (entry) -> text_of_any_kind partial no stock{{$}}
}
