// What compile_time.py compiles: a unit as heavy as they come, with 100 functions that look like a program's.
// MARK is what stands on each of them.
#include <iostream>
#include <map>
#include <regex>
#include <string>

namespace {
std::map<std::string, int> counted;
const std::regex word("[a-z]+([0-9]*)");
}  // namespace

#define FUNCTION(n)                                                \
  MARK int function##n(const std::string& text, int limit) {       \
    std::smatch match;                                             \
    if (!std::regex_search(text, match, word)) return -1;          \
    const int found = ++counted[match[1].str()];                   \
    if (found > limit) std::cout << text << ": " << found << '\n'; \
    return found + n;                                              \
  }
#define TEN(n)                                                                                             \
  FUNCTION(n##0)                                                                                           \
  FUNCTION(n##1) FUNCTION(n##2) FUNCTION(n##3) FUNCTION(n##4) FUNCTION(n##5) FUNCTION(n##6) FUNCTION(n##7) \
      FUNCTION(n##8) FUNCTION(n##9)
TEN(1) TEN(2) TEN(3) TEN(4) TEN(5) TEN(6) TEN(7) TEN(8) TEN(9) TEN(10)
