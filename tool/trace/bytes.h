// bytes.h: the one place where hostile bytes are taken apart. Everything else asks here, and does no pointer
// arithmetic.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>

namespace flowlog::trace {

static_assert(std::endian::native == std::endian::little,
              "the format is little-endian, and read as it stands");

using Bytes = std::span<const std::byte>;

inline Bytes bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

// Reads front to back. Failure sticks: after a read beyond the end every read gives 0 or nothing, so that a
// caller may read a whole struct of fields and ask `ok()` once. The bytes must outlive the reader.
class ByteReader {
 public:
  explicit ByteReader(Bytes bytes) : bytes_(bytes) {}

  bool ok() const { return ok_; }
  size_t left() const { return bytes_.size() - at_; }
  size_t offset() const { return at_; }

  template <class T>
  T read() {
    static_assert(std::is_trivially_copyable_v<T>);
    T value{};
    const Bytes from = take(sizeof(T));
    if (ok_) std::memcpy(&value, from.data(), sizeof(T));
    return value;
  }

  Bytes take(size_t count) {
    if (count > left()) {
      ok_ = false;
      at_ = bytes_.size();
      return {};
    }
    const Bytes taken = bytes_.subspan(at_, count);
    at_ += count;
    return taken;
  }

  std::string_view text(size_t count) {
    const Bytes taken = take(count);
    return {reinterpret_cast<const char*>(taken.data()), taken.size()};
  }

  // LEB128, at most 64 bits; more is a failure.
  uint64_t varint() {
    if (at_ != bytes_.size() && uint8_t(bytes_[at_]) < 0x80) return uint64_t(bytes_[at_++]);
    if (left() >= 2 && uint8_t(bytes_[at_ + 1]) < 0x80) {
      at_ += 2;
      return (uint64_t(bytes_[at_ - 2]) & 0x7F) | uint64_t(bytes_[at_ - 1]) << 7;
    }
    return long_varint();
  }

  // A signed number whose sign was moved to the lowest bit (zigzag), as varint.
  int64_t zigzag() {
    const uint64_t value = varint();
    return int64_t(value >> 1) ^ -int64_t(value & 1);
  }

 private:
  uint64_t long_varint() {
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (at_ == bytes_.size()) break;
      const auto byte = uint64_t(bytes_[at_++]);
      if (shift == 63 && byte > 1) break;
      value |= (byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    ok_ = false;
    at_ = bytes_.size();
    return 0;
  }

  Bytes bytes_;
  size_t at_ = 0;
  bool ok_ = true;
};

}  // namespace flowlog::trace
