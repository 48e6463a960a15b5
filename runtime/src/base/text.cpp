// text.cpp: see text.h.
#include "base/text.h"

#include <cstring>

namespace flowlog::runtime {
namespace {

constexpr char kHex[] = "0123456789abcdef";

// The bytes of the UTF-8 character at `text`, 0 if there is none.
size_t utf8_bytes(std::string_view text) {
  const auto byte = [&](size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
  };
  const auto follows = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first < 0xF0) {
    const bool overlong = first == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = first == 0xED && byte(1) >= 0xA0;
    return follows(1) && follows(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (first >= 0xF0 && first < 0xF5) {
    const bool overlong = first == 0xF0 && byte(1) < 0x90;
    const bool beyond = first == 0xF4 && byte(1) >= 0x90;
    return follows(1) && follows(2) && follows(3) && !overlong && !beyond ? 4 : 0;
  }
  return 0;
}

}  // namespace

TextWriter& TextWriter::add(std::string_view text) {
  const size_t room = capacity_ - 1 - size_;
  const size_t bytes = text.size() < room ? text.size() : room;
  if (bytes < text.size()) cut_off_ = true;
  std::memcpy(buffer_ + size_, text.data(), bytes);
  size_ += bytes;
  buffer_[size_] = '\0';
  return *this;
}

TextWriter& TextWriter::add_number(uint64_t value) {
  char digits[20];
  size_t at = sizeof digits;
  do {
    digits[--at] = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value != 0);
  return add({digits + at, sizeof digits - at});
}

TextWriter& TextWriter::add_hex(const unsigned char* bytes, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    const char pair[] = {kHex[bytes[i] >> 4], kHex[bytes[i] & 15]};
    add({pair, 2});
  }
  return *this;
}

TextWriter& TextWriter::add_json(std::string_view text) {
  add("\"");
  while (!text.empty()) {
    const size_t bytes = utf8_bytes(text);
    const unsigned char first = static_cast<unsigned char>(text[0]);
    if (bytes == 0) {
      add("\xEF\xBF\xBD");
    } else if (first == '"' || first == '\\') {
      const char escaped[] = {'\\', text[0]};
      add({escaped, 2});
    } else if (first < 0x20) {
      add("\\u00").add_hex(&first, 1);
    } else {
      add({text.data(), bytes});
    }
    text.remove_prefix(bytes == 0 ? 1 : bytes);
  }
  return add("\"");
}

}  // namespace flowlog::runtime
