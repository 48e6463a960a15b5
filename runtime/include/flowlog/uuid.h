// uuid.h: the id of a session, or of a trace.
#pragma once

#include <flowlog/annotate.h>

#include <cstring>
#include <string>

namespace FLOWLOG_IGNORE flowlog {

// 16 bytes, most significant first (RFC 4122). A plain value.
struct uuid {
  unsigned char bytes[16] = {};

  // All zero: there is none.
  bool is_nil() const noexcept { return *this == uuid{}; }

  // "0123abcd-4567-4890-abcd-0123456789ab"
  std::string to_string() const {
    constexpr const char* kHex = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (int i = 0; i < 16; ++i) {
      if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
      text += kHex[bytes[i] >> 4];
      text += kHex[bytes[i] & 15];
    }
    return text;
  }

  friend bool operator==(const uuid& a, const uuid& b) noexcept {
    return std::memcmp(a.bytes, b.bytes, sizeof a.bytes) == 0;
  }
  friend bool operator!=(const uuid& a, const uuid& b) noexcept { return !(a == b); }
  friend bool operator<(const uuid& a, const uuid& b) noexcept {
    return std::memcmp(a.bytes, b.bytes, sizeof a.bytes) < 0;
  }
};

}  // namespace flowlog
