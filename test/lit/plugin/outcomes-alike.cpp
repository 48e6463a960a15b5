// What looks like `expected` or `optional` is asked like them, whoever made it: has_value(), and error() for errors. What only
// half looks like it is left alone.
//
// RUN: %flowlog_cxx -std=c++14 -O0 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -std=c++14 -O2 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'

#define T [[flowlog::track]]

namespace tl {  // as in tl::expected: overloads by reference, the test inherited
template <class Value, class Error>
struct storage {
  bool full;
  constexpr bool has_value() const noexcept { return full; }
};
template <class Value, class Error>
class expected : protected storage<Value, Error> {
 public:
  explicit expected(bool full) : storage<Value, Error>{full} {}
  using storage<Value, Error>::has_value;
  const Error& error() const& { return error_; }
  Error& error() & { return error_; }
  Error&& error() && { return static_cast<Error&&>(error_); }

 private:
  Error error_{};
};
}  // namespace tl

namespace outcome_v2 {  // as in Boost.Outcome: policies, another name, observers in a base
struct Observers {
  bool full;
  bool has_value() const noexcept { return full; }
  bool has_error() const { return !full; }
  auto error() const -> const long& { return number; }
  long number = 0;
};
template <class Value, class Policy = void>
struct result : Observers {
  explicit result(bool full) : Observers{full} {}
};
}  // namespace outcome_v2

namespace boost {
template <class Value>
struct optional {
  bool full;
  bool has_value() const noexcept { return full; }
};
}  // namespace boost

struct Plain {  // no template
  bool full;
  bool has_value() const noexcept { return full; }
  int error() const { return 1; }
};
struct Any {  // as std::any: being empty is no failure
  bool has_value() const noexcept { return false; }
};
class Closed {
  bool has_value() const noexcept { return false; }
  int error() const { return 1; }
};
struct Changing {
  bool has_value() noexcept { return false; }
  int error() { return 1; }
};
struct Odd {
  int has_value() const noexcept { return 0; }
  int error() const { return 1; }
};
struct Demanding {
  bool has_value(int) const noexcept { return false; }
  int error(int) const { return 1; }
};
struct Throwing {  // what may throw is not asked
  bool full = false;
  bool has_value() const { throw 1; }
  int error() const { return 1; }
};

struct Problem {};
T tl::expected<int, Problem> tl_expected(bool full) { return tl::expected<int, Problem>(full); }
T outcome_v2::result<int> boost_result(bool full) { return outcome_v2::result<int>(full); }
T boost::optional<int> boost_optional(bool full) { return {full}; }
T Plain plain(bool full) { return {full}; }
T Any any() { return {}; }
T Closed closed() { return {}; }
T Changing changing() { return {}; }
T Odd odd() { return {}; }
T Demanding demanding() { return {}; }
T Throwing throwing() { return {}; }

int main() {
  tl_expected(true), tl_expected(false), boost_result(true), boost_result(false);
  // CHECK: (entry) -> tl_expected success{{$}}
  // CHECK: (entry) -> tl_expected error Problem{{$}}
  // CHECK: (entry) -> boost_result success{{$}}
  // CHECK: (entry) -> boost_result error long{{$}}
  boost_optional(true), boost_optional(false), plain(true), plain(false);
  // CHECK: (entry) -> boost_optional success{{$}}
  // CHECK: (entry) -> boost_optional partial{{$}}
  // CHECK: (entry) -> plain success{{$}}
  // CHECK: (entry) -> plain error int{{$}}
  any(), closed(), changing(), odd(), demanding(), throwing();
  // CHECK: (entry) -> any success{{$}}
  // CHECK: (entry) -> closed success{{$}}
  // CHECK: (entry) -> changing success{{$}}
  // CHECK: (entry) -> odd success{{$}}
  // CHECK: (entry) -> demanding success{{$}}
  // CHECK: (entry) -> throwing success{{$}}
}
