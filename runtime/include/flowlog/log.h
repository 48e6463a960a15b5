// log.h: what happens in a session, as an event with fields, in its place among the calls.
//
//   flowlog::log::info("order accepted", "qty", 5, "price", 10.2);
//
// An event and its fields are one record in the stream that holds the calls: it belongs to the session and to
// the tracked call that are innermost on its thread. Arguments are copied, and made text only where the trace
// is read
// (`flowlog logs`). What a program logs is what it chose to tell: none of its other values are ever recorded.
//
// Threads: any, signal handlers too. Never waits, allocates or throws; when no buffer is free, the record is
// dropped and counted. A program that is not linked with the recorder runs the same, and nothing is recorded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

#ifndef FLOWLOG_DISABLE
extern "C" __attribute__((weak, nothrow)) void flowlog_log(const std::uint64_t* payload, std::uint32_t words);
#endif

namespace flowlog::log {

enum class level : std::uint8_t { debug, info, warning, error, critical };

// The payload words of a log record (docs/format.md, "Log records"), made where the types are known. Each
// piece starts a word, so that the words of literals are constants and a number is a shift away from its own.
namespace detail {

inline constexpr std::size_t kMaxName_bytes = 255;  // of an event or a key; longer ones are cut
inline constexpr std::size_t kMaxWords = 144;       // what does not fit is left out, and the record says so
inline constexpr std::size_t kBytesPerWord = 7;
inline constexpr unsigned char kCut = 0x80;  // in the level's byte

// The kinds of values, in the upper four bits of a value's type; the number of its bytes is in the lower.
inline constexpr unsigned char kSigned = 0x10, kUnsigned = 0x20, kFloat = 0x30, kBool = 0x40, kText = 0x50;

template <class T>
struct number {  // the type as which a T is recorded
  using type = std::conditional_t<std::is_same_v<T, long double>, double, T>;
};

template <class T>
constexpr unsigned char type_of() noexcept {
  constexpr auto bytes = static_cast<unsigned char>(sizeof(T));
  if constexpr (std::is_same_v<T, bool>) return kBool | bytes;
  if constexpr (std::is_floating_point_v<T>) return kFloat | bytes;
  return (std::is_signed_v<T> ? kSigned : kUnsigned) | bytes;
}

class payload {
 public:
  // `first` and the length of `text`, then the text: what an event or a key begins with.
  __attribute__((always_inline)) void add_name(unsigned char first, std::string_view text) noexcept {
    const std::size_t bytes = text.size() < kMaxName_bytes ? text.size() : kMaxName_bytes;
    constexpr std::size_t kBeside = kBytesPerWord - 2;
    const std::size_t here = bytes < kBeside ? bytes : kBeside;
    add_word(first | bytes << 8 | load(text.data(), here) << 16, here + 2);
    add_bytes(text.data() + here, bytes - here);
  }

  template <class T>
  __attribute__((always_inline)) void add_number(T value) noexcept {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof value);
    if constexpr (sizeof value <= kBytesPerWord) {
      add_word(bits, sizeof value);
    } else {
      add_word(bits & (~std::uint64_t{0} >> 8), kBytesPerWord);
      add_word(bits >> 8 * kBytesPerWord, sizeof value - kBytesPerWord);
    }
  }

  void add_text(std::string_view text) noexcept {
    const std::size_t room = (kMaxWords - count_ - 1) * kBytesPerWord;
    const std::size_t bytes = text.size() < room ? text.size() : room;
    if (bytes < text.size()) mark_cut();
    add_word(bytes, 2);
    add_bytes(text.data(), bytes);
  }

  bool has_room(std::size_t words) const noexcept { return kMaxWords - count_ >= words; }
  void mark_cut() noexcept { words_[0] |= kCut; }

  const std::uint64_t* words() const noexcept { return words_; }
  std::uint32_t count() const noexcept { return static_cast<std::uint32_t>(count_); }

 private:
  // Up to seven bytes, the first lowest.
  __attribute__((always_inline)) static std::uint64_t load(const char* from, std::size_t bytes) noexcept {
    std::uint64_t word = 0;
    std::memcpy(&word, from, bytes);
    return word;
  }
  __attribute__((always_inline)) void add_word(std::uint64_t data, std::size_t bytes) noexcept {
    words_[count_++] = std::uint64_t{15} << 60 | std::uint64_t{bytes} << 56 | data;
  }
  __attribute__((always_inline)) void add_bytes(const char* from, std::size_t bytes) noexcept {
    for (; bytes >= kBytesPerWord; from += kBytesPerWord, bytes -= kBytesPerWord)
      add_word(load(from, kBytesPerWord), kBytesPerWord);
    if (bytes != 0) add_word(load(from, bytes), bytes);
  }

  std::size_t count_ = 0;
  std::uint64_t words_[kMaxWords];
};

inline constexpr std::size_t kMaxNameWords = kMaxName_bytes / kBytesPerWord + 2;

__attribute__((always_inline)) inline void add_fields(payload&) noexcept {}

template <class Value, class... Rest>
__attribute__((always_inline)) inline void add_fields(payload& to, std::string_view key, const Value& value,
                                                      const Rest&... rest) noexcept {
  constexpr bool kIsText = std::is_convertible_v<const Value&, std::string_view>;
  static_assert(kIsText || std::is_arithmetic_v<Value> || std::is_enum_v<Value>,
                "flowlog::log: a field's value is a number, a bool, an enumerator or a text");
  if (!to.has_room(kMaxNameWords + 2)) return to.mark_cut();
  if constexpr (kIsText) {
    to.add_name(kText, key);
    to.add_text(value);
  } else if constexpr (std::is_same_v<Value, char>) {
    to.add_name(kText, key);
    to.add_text({&value, 1});
  } else if constexpr (std::is_enum_v<Value>) {
    to.add_name(type_of<std::underlying_type_t<Value>>(), key);
    to.add_number(static_cast<std::underlying_type_t<Value>>(value));
  } else {
    using Number = typename number<Value>::type;
    to.add_name(type_of<Number>(), key);
    to.add_number(static_cast<Number>(value));
  }
  add_fields(to, rest...);
}

template <class... KeysAndValues>
__attribute__((always_inline)) inline void record([[maybe_unused]] level at,
                                                  [[maybe_unused]] std::string_view event,
                                                  [[maybe_unused]] const KeysAndValues&... fields) noexcept {
  static_assert(sizeof...(fields) % 2 == 0, "flowlog::log: fields are pairs of a key and a value");
#ifndef FLOWLOG_DISABLE
  if (flowlog_log == nullptr) return;
  payload made;
  made.add_name(static_cast<unsigned char>(at), event);
  if constexpr (sizeof...(fields) % 2 == 0) add_fields(made, fields...);
  flowlog_log(made.words(), made.count());
#endif
}

}  // namespace detail

// Each records `event`, which names a kind of event and is at most 255 bytes, with `fields`: keys (texts of
// at most 255 bytes) and values (numbers, bools, enumerators, characters, texts) in turn, about a kilobyte in
// all. What is beyond is cut, and said to be.
template <class... KeysAndValues>
__attribute__((always_inline)) inline void debug(std::string_view event,
                                                 const KeysAndValues&... fields) noexcept {
  detail::record(level::debug, event, fields...);
}
template <class... KeysAndValues>
__attribute__((always_inline)) inline void info(std::string_view event,
                                                const KeysAndValues&... fields) noexcept {
  detail::record(level::info, event, fields...);
}
template <class... KeysAndValues>
__attribute__((always_inline)) inline void warning(std::string_view event,
                                                   const KeysAndValues&... fields) noexcept {
  detail::record(level::warning, event, fields...);
}
template <class... KeysAndValues>
__attribute__((always_inline)) inline void error(std::string_view event,
                                                 const KeysAndValues&... fields) noexcept {
  detail::record(level::error, event, fields...);
}
template <class... KeysAndValues>
__attribute__((always_inline)) inline void critical(std::string_view event,
                                                    const KeysAndValues&... fields) noexcept {
  detail::record(level::critical, event, fields...);
}

}  // namespace flowlog::log
