// text.h: builds a short text in a buffer of its own, without malloc. Too much is cut off, and said so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace flowlog::runtime {

// Appends to a buffer that belongs to someone else, and keeps it terminated. See Text.
class TextWriter {
 public:
  TextWriter(char* buffer, size_t capacity) : buffer_(buffer), capacity_(capacity) { buffer_[0] = '\0'; }

  TextWriter& add(std::string_view text);
  TextWriter& add_number(uint64_t value);
  TextWriter& add_hex(const unsigned char* bytes, size_t count);

  // A JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
  TextWriter& add_json(std::string_view text);

  bool cut_off() const { return cut_off_; }
  size_t size() const { return size_; }
  const char* c_str() const { return buffer_; }
  std::string_view view() const { return {buffer_, size_}; }

 private:
  char* buffer_;
  size_t capacity_;
  size_t size_ = 0;
  bool cut_off_ = false;
};

namespace internal {
template <size_t kCapacity>
struct TextBuffer {
  char bytes[kCapacity];
};
}  // namespace internal

// A text of less than kCapacity bytes.
template <size_t kCapacity>
class Text : private internal::TextBuffer<kCapacity>, public TextWriter {
 public:
  Text() : TextWriter(internal::TextBuffer<kCapacity>::bytes, kCapacity) {}
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;
};

}  // namespace flowlog::runtime
