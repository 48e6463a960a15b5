// No value that the program works with comes into archive, pool, graph or any output. What is meant to be recorded, the name of
// a session, is found by the same search.
//
// RUN: %flowlog_cxx -std=c++2b -O0 -fplugin-arg-flowlog-match=.\* %s -o %t.O0 && %flowlog_cxx -std=c++2b -O2 %s -o %t.O2
// RUN: rm -rf %t.d && mkdir %t.d && printf hS2xQp18Ei > %t.file
// RUN: for way in O0 O2; do env SECRET=fU4vSr36Gk FLOWLOG_DIR=%t.d/$way %t.$way gT3wRq27Fj %t.file && cp %t.d/$way/*.flog %t.d/$way.archive || exit 1; done
// RUN: for way in O0 O2; do %flowlog dump %t.d/$way/*.flog > %t.d/$way.dump && %flowlog merge %t.d/$way -o %t.d/$way.graph && %flowlog sessions %t.d/$way > %t.d/$way.sessions && %flowlog events --details %t.d/$way > %t.d/$way.events || exit 1; done
// RUN: python3 %S/Inputs/canaries.py %t.d/*.archive %t.d/*.dump %t.d/*.graph %t.d/*.sessions %t.d/*.events | FileCheck %s --implicit-check-not=' as '
//
// A killed program leaves its pool. Its bytes are looked at as they are, while the chunk is still the first.
// RUN: env SECRET=fU4vSr36Gk FLOWLOG_DIR=%t.d/killed %t.O2 gT3wRq27Fj %t.file kill || true
// RUN: %flowlog dump %t.d/killed/*.flog > %t.d/killed.dump
// RUN: pool=$(sed -n 's/^about .*"pool":"\([^"]*\)".*/\1/p' %t.d/killed.dump) && cp "$pool" %t.d/killed.pool && rm "$pool"
// RUN: python3 %S/Inputs/canaries.py %t.d/killed.pool %t.d/killed.dump | FileCheck %s --check-prefix=KILLED --implicit-check-not=' as '

// CHECK-DAG: looked into O0.archive
// CHECK-DAG: looked into O2.archive
// CHECK-DAG: control in O0.dump as text
// CHECK-DAG: control in O2.dump as text
// CHECK-DAG: looked into O0.graph
// CHECK-DAG: looked into O2.graph
// CHECK-DAG: control in O0.sessions as text
// CHECK-DAG: control in O2.sessions as text
// CHECK-DAG: looked into O0.events
// CHECK-DAG: looked into O2.events
// KILLED-DAG: control in killed.pool as text
// KILLED-DAG: control in killed.dump as text

#include <flowlog/annotate.h>
#include <flowlog/outcome.h>
#include <flowlog/session.h>

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <expected>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <variant>
#include <vector>

#define T [[flowlog::track]]

const std::string global = "iR1yPo09Dh";
enum class Number : uint32_t { kSecret = 0x6B1E5A37 };
struct Record {
  std::string field = "cX7sVu63Jn";
  uint64_t integer = 0x5EC4E70A11CE4B1D;
  uint32_t small = 0x7ACE4D21;
  double real = 2.71801949e+41;
  Number number = Number::kSecret;
};
struct Thrown {
  char text[16] = "jQ0zOn90Cg";
};
struct Status {
  uint32_t code = 0x4D2C7B19;
  bool ok() const { return code == 0; }
};
template <>
struct flowlog::outcome<Status> : flowlog::ok_means_success {};
struct Base {
  virtual ~Base() = default;
};
struct Derived : Base {
  Record record;
};

T std::string of_text(std::string text) { return text == "aZ9qXw81Lp" ? "bY8rWv72Ko" : ""; }
T Record of_record(const Record& record, uint64_t, uint32_t, double, Number) { return record; }
T void message() { throw std::runtime_error("dW6tUt54Im"); }
T void object() { throw Thrown(); }
T void pointer() { throw "dW6tUt54Im"; }
T std::variant<int, std::string> alternative() { return "eV5uTs45Hl"; }
T std::optional<std::string> optional() { return "eV5uTs45Hl"; }
#ifdef __cpp_lib_expected
T std::expected<int, std::string> unexpected() { return std::unexpected("dW6tUt54Im"); }
#else
void unexpected() {}
#endif
T std::error_code code() { return {0x4D2C7B19, std::generic_category()}; }
T Status status() { return {}; }
T std::unique_ptr<Base> dynamic() { return std::make_unique<Derived>(); }
T std::string environment() { return std::getenv("SECRET"); }
T std::string of_file(const char* path) {
  std::string text;
  std::ifstream(path) >> text;
  return text;
}
T std::map<std::string, std::vector<std::string>> container(std::vector<std::string> items) {
  return {{"kP9aNm81Bf", std::move(items)}};
}
T const std::string& of_global() { return global; }

template <class Function>
void quietly(Function function) {
  try {
    function();
  } catch (...) {
  }
}

int main(int argc, char** argv) {
  const flowlog::session session("Hq7ZxKw3Vt");
  const std::string captured = "lO8bMl72Ae";
  quietly([&captured]() FLOWLOG_TRACK { return of_text(captured); });
  for (int i = 0; i < (argc > 3 ? 1 : 100); ++i) {
    of_text("aZ9qXw81Lp");
    of_record({}, 0x5EC4E70A11CE4B1D, 0x7ACE4D21, 2.71801949e+41, Number::kSecret);
    quietly(message), quietly(object), quietly(pointer);
    alternative(), optional(), (void)unexpected(), (void)code(), status(), dynamic();
    environment(), of_file(argv[2]), container({"kP9aNm81Bf"}), of_global(), of_text(argv[1]);
  }
  if (argc > 3) raise(SIGKILL);
}
