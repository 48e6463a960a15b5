// protobuf.h: messages in the wire format of protocol buffers
// (https://protobuf.dev/programming-guides/encoding/), as far as Perfetto's traces need it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace flowlog::render {

class Message {
 public:
  Message& number(uint32_t field, uint64_t value) {
    tag(field, kVarint);
    varint(value);
    return *this;
  }
  Message& fixed64(uint32_t field, uint64_t value) {
    tag(field, kFixed64);
    for (int byte = 0; byte < 8; ++byte) bytes_ += char(value >> (8 * byte));
    return *this;
  }
  Message& text(uint32_t field, std::string_view value) {
    tag(field, kLength);
    varint(value.size());
    bytes_ += value;
    return *this;
  }
  Message& message(uint32_t field, const Message& value) { return text(field, value.bytes_); }

  const std::string& bytes() const { return bytes_; }
  void clear() { bytes_.clear(); }

 private:
  static constexpr uint32_t kVarint = 0, kFixed64 = 1, kLength = 2;  // wire types

  void tag(uint32_t field, uint32_t type) { varint(uint64_t{field} << 3 | type); }
  void varint(uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += char(value | 0x80);
    bytes_ += char(value);
  }

  std::string bytes_;
};

}  // namespace flowlog::render
