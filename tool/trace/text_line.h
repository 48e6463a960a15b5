// text_line.h: a line of the text form, taken apart word by word. docs/format.md, "Text form".
#pragma once

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "error.h"

namespace flowlog::trace {

// The value of a hexadecimal digit in lower or upper case; -1 for anything else.
inline int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// `bytes` in quotes. Everything but plain ASCII is escaped, so that any bytes come back as they were, and a
// terminal shows them as text. Line::quoted reads it.
inline std::string quoted(std::string_view bytes) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : bytes) {
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (c >= 0x20 && c < 0x7F) {
      out += c;
    } else {
      out += {'\\', 'x', kHex[uint8_t(c) >> 4], kHex[uint8_t(c) & 15]};
    }
  }
  return out + '"';
}

// One line, word by word. Everything wrong with it is thrown as Error with its place.
class Line {
 public:
  Line(std::string_view text, std::string place) : rest_(text), place_(std::move(place)) { skip_blanks(); }

  [[noreturn]] void fail(const std::string& expected) const { throw Error(place_ + ": " + expected); }

  bool at_end() const { return rest_.empty() || rest_[0] == '#'; }
  void expect_end() const {
    if (!at_end()) fail("nothing more was expected before '" + std::string(rest_.substr(0, 20)) + "'");
  }

  std::string_view word(const char* what) {
    if (at_end()) fail(std::string(what) + " was expected");
    const size_t length = std::min(rest_.find_first_of(" \t"), rest_.size());
    const std::string_view word = rest_.substr(0, length);
    advance(length);
    return word;
  }

  template <class T>
  T number(const char* what, T limit = std::numeric_limits<T>::max(), int base = 10) {
    return to_number<T>(word(what), what, limit, base);
  }

  // The number after `name=`, if that comes next.
  template <class T>
  std::optional<T> option(std::string_view name, int base = 10) {
    if (!take_name(name)) return {};
    return number<T>("a number", std::numeric_limits<T>::max(), base);
  }
  std::optional<std::string> text_option(std::string_view name) {
    if (!take_name(name)) return {};
    return quoted("a quoted text");
  }
  bool take_word(std::string_view name) {
    const std::string_view after = rest_.size() > name.size() ? rest_.substr(name.size(), 1) : "";
    if (!rest_.starts_with(name) || !(after.empty() || after == " " || after == "\t")) return false;
    advance(name.size());
    return true;
  }

  // `{…` to the end of the line, or a quoted text.
  std::string json() {
    if (!rest_.starts_with('{')) return quoted("a JSON object");
    std::string text(rest_);
    rest_ = {};
    return text;
  }

  std::string quoted(const char* what) {
    if (!rest_.starts_with('"')) fail(std::string(what) + " was expected");
    std::string out;
    for (size_t at = 1; at < rest_.size(); ++at) {
      const char c = rest_[at];
      if (c == '"') {
        advance(at + 1);
        return out;
      }
      if (c != '\\') {
        out += c;
        continue;
      }
      const std::string_view escape = rest_.substr(std::min(at + 1, rest_.size()), 3);
      if (escape.starts_with('"') || escape.starts_with('\\')) {
        out += escape[0];
        at += 1;
      } else if (escape.size() == 3 && escape[0] == 'x' && digit(escape[1]) >= 0 && digit(escape[2]) >= 0) {
        out += char(digit(escape[1]) * 16 + digit(escape[2]));
        at += 3;
      } else {
        fail(
            "in a quoted text, \\\", \\\\ or \\x and two hexadecimal digits were expected after the "
            "backslash");
      }
    }
    fail("a quoted text does not end");
  }

  template <class T>
  T to_number(std::string_view word, const char* what, T limit = std::numeric_limits<T>::max(),
              int base = 10) const {
    T value{};
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value, base);
    if (error != std::errc() || end != word.data() + word.size() || value > limit) {
      fail(std::string(what) + " was expected, not '" + std::string(word) + "'");
    }
    return value;
  }

 private:
  bool take_name(std::string_view name) {
    if (!rest_.starts_with(name) || !rest_.substr(name.size()).starts_with('=')) return false;
    rest_.remove_prefix(name.size() + 1);
    return true;
  }
  void advance(size_t bytes) {
    rest_.remove_prefix(bytes);
    skip_blanks();
  }
  void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r"), rest_.size())); }

  std::string_view rest_;
  const std::string place_;
};

}  // namespace flowlog::trace
