// What a call returns tells how it ended: the table of docs/tracking.md, for results in memory and in registers.
//
// RUN: %flowlog_cxx -std=c++2b -O0 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not=entry
// RUN: %flowlog_cxx -std=c++2b -O2 -g %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not=entry
// RUN: %flowlog_cxx -std=c++2b -O1 -fsanitize=address,undefined %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not=entry

#include <optional>
#include <string>
#include <system_error>
#include <variant>

#define T [[flowlog::track]]

T std::error_code code(int value) { return {value, std::generic_category()}; }
T std::error_condition condition(int value) { return {value, std::generic_category()}; }
T std::errc number(int value) { return std::errc(value); }

struct Big {
  char bytes[100];
};
struct Unmovable {
  Unmovable() {}
  Unmovable(const Unmovable&) = delete;
};
struct alignas(16) Aligned {
  int value;
};
T std::optional<int> in_register(bool full) { return full ? std::optional(1) : std::nullopt; }
T const std::optional<double> in_two(bool full) { return full ? std::optional(1.5) : std::nullopt; }
T std::optional<Aligned> aligned(bool full) { return full ? std::optional(Aligned()) : std::nullopt; }
T std::optional<Big> in_place(bool full) {
  std::optional<Big> big;
  if (full) big.emplace();
  return big;
}
T std::optional<Unmovable> unmovable(bool full) {
  if (!full) return std::nullopt;
  return std::optional<Unmovable>(std::in_place);
}
T std::optional<std::string>& reference(std::optional<std::string>& to) { return to; }
T std::optional<std::string>* pointer(std::optional<std::string>& to) { return &to; }

struct Thrower {
  Thrower() {}
  Thrower(const Thrower&) { throw 1; }
};
T std::variant<std::monostate, int, std::string> variant(int which) {
  if (which == 0) return {};
  if (which == 1) return 1;
  return "text";
}
T std::variant<int, Thrower> valueless() {
  std::variant<int, Thrower> result(1);
  try {
    Thrower thrower;
    result.emplace<Thrower>(thrower);
  } catch (int) {
  }
  return result;
}

// Of other names there are other classes, too.
template <class Item>
struct optional {
  bool has_value() { return false; }
};
template <class Item, class Error>
class expected_like {
 public:
  bool has_value() const noexcept { return false; }
};
namespace mine {
template <class Item, class Error>
struct expected {
  bool has_value() const noexcept { return false; }
  Error error;
};
}  // namespace mine
T optional<int> not_one() { return {}; }
T mine::expected<int, long> one() { return {}; }

int main() {
  std::optional<std::string> none;
  code(0), code(1), condition(0), condition(1), number(0), number(1);
  // CHECK: (entry) -> code success
  // CHECK: (entry) -> code error std::error_code
  // CHECK: (entry) -> condition success
  // CHECK: (entry) -> condition error std::error_condition
  // CHECK: (entry) -> number success
  // CHECK: (entry) -> number error std::errc
  in_register(true), in_register(false), in_two(true), in_two(false), aligned(true), aligned(false);
  // CHECK: (entry) -> in_register success
  // CHECK: (entry) -> in_register partial
  // CHECK: (entry) -> in_two success
  // CHECK: (entry) -> in_two partial
  // CHECK: (entry) -> aligned success
  // CHECK: (entry) -> aligned partial
  in_place(true), in_place(false), unmovable(true), unmovable(false), reference(none), pointer(none);
  // CHECK: (entry) -> in_place success
  // CHECK: (entry) -> in_place partial
  // CHECK: (entry) -> unmovable success
  // CHECK: (entry) -> unmovable partial
  // CHECK: (entry) -> reference success
  // CHECK: (entry) -> pointer success
  variant(0), variant(1), variant(2), valueless();
  // CHECK: (entry) -> variant success {{.*}}monostate
  // CHECK: (entry) -> variant success {{.*}}int
  // CHECK: (entry) -> variant success {{.*}}string
  // CHECK: (entry) -> valueless error valueless
  not_one(), one();
  // CHECK: (entry) -> not_one success
  // CHECK: (entry) -> one error long
}
