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

#include <flowlog/annotate.h>

#ifndef FLOWLOG_DISABLE
#include <flowlog/log_abi.h>
#endif

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

#ifndef FLOWLOG_DISABLE
extern "C" __attribute__((weak, nothrow)) flowlog_log_place flowlog_log_begin(std::uint32_t words);
#endif

namespace FLOWLOG_IGNORE flowlog {
namespace log {

enum class level : std::uint8_t { debug, info, warning, error, critical };

// The payload words of a log record (docs/format.md, "Log records"), made where the types are known: first
// they are counted, then stored into the place that the recorder gives for so many. Each piece starts a word,
// so that the number of words and the words of literals are constants and a number is a shift away from its
// own.
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

// Counts words, or stores them.
template <bool kStores>
class payload {
 public:
  constexpr payload() noexcept = default;
  // `cut`: something will not fit.
  payload(std::uint64_t* words, bool cut) noexcept : words_(words), cut_(cut) {}

  // `first` and the length of `text`, then the text: what an event or a key begins with.
  __attribute__((always_inline)) void add_name(unsigned char first, std::string_view text) noexcept {
    const std::size_t bytes = text.size() < kMaxName_bytes ? text.size() : kMaxName_bytes;
    constexpr std::size_t kBeside = kBytesPerWord - 2;
    const std::size_t here = bytes < kBeside ? bytes : kBeside;
    add_word(here + 2, [&] { return first | bytes << 8 | load(text.data(), here) << 16; });
    add_bytes(text.data() + here, bytes - here);
  }

  // As add_name, of the event: its first byte also says whether the record is cut.
  __attribute__((always_inline)) void add_event(level at, std::string_view text) noexcept {
    add_name(static_cast<unsigned char>(static_cast<unsigned char>(at) | (cut_ ? kCut : 0)), text);
  }

  template <class T>
  __attribute__((always_inline)) void add_number(T value) noexcept {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof value);
    if constexpr (sizeof value <= kBytesPerWord) {
      add_word(sizeof value, [&] { return bits; });
    } else {
      add_word(kBytesPerWord, [&] { return bits & (~std::uint64_t{0} >> 8); });
      add_word(sizeof value - kBytesPerWord, [&] { return bits >> 8 * kBytesPerWord; });
    }
  }

  void add_text(std::string_view text) noexcept {
    const std::size_t room = (kMaxWords - count_ - 1) * kBytesPerWord;
    const std::size_t bytes = text.size() < room ? text.size() : room;
    if (bytes < text.size()) mark_cut();
    add_word(2, [&] { return bytes; });
    add_bytes(text.data(), bytes);
  }

  bool has_room(std::size_t words) const noexcept { return kMaxWords - count_ >= words; }
  void mark_cut() noexcept { cut_ = true; }

  bool cut() const noexcept { return cut_; }
  std::uint32_t count() const noexcept { return static_cast<std::uint32_t>(count_); }

 private:
  // Up to seven bytes, the first lowest.
  __attribute__((always_inline)) static std::uint64_t load(const char* from, std::size_t bytes) noexcept {
    std::uint64_t word = 0;
    std::memcpy(&word, from, bytes);
    return word;
  }
  template <class Data>
  __attribute__((always_inline)) void add_word(std::size_t bytes, [[maybe_unused]] Data data) noexcept {
    if constexpr (kStores) {
      const std::uint64_t word = std::uint64_t{15} << 60 | std::uint64_t{bytes} << 56 | data();
      __atomic_store_n(words_ + count_, word, __ATOMIC_RELAXED);
    }
    ++count_;
  }
  __attribute__((always_inline)) void add_bytes(const char* from, std::size_t bytes) noexcept {
    if constexpr (!kStores) {
      count_ += (bytes + kBytesPerWord - 1) / kBytesPerWord;
      return;
    }
    for (; bytes >= kBytesPerWord; from += kBytesPerWord, bytes -= kBytesPerWord)
      add_word(kBytesPerWord, [&] { return load(from, kBytesPerWord); });
    if (bytes != 0) add_word(bytes, [&] { return load(from, bytes); });
  }

  std::uint64_t* words_ = nullptr;
  std::size_t count_ = 0;
  bool cut_ = false;
};

inline constexpr std::size_t kMaxNameWords = kMaxName_bytes / kBytesPerWord + 2;

// What is recorded of an argument, taken once: it must not change between counting and storing.
template <class T>
__attribute__((always_inline)) constexpr auto taken(const T& argument) noexcept {
  if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    return static_cast<std::string_view>(argument);
  } else {
    static_assert(std::is_arithmetic_v<T> || std::is_enum_v<T>,
                  "flowlog::log: a field's value is a number, a bool, an enumerator or a text");
    return argument;
  }
}

template <bool kStores>
__attribute__((always_inline)) inline void add_fields(payload<kStores>&) noexcept {}

template <bool kStores, class Value, class... Rest>
__attribute__((always_inline)) inline void add_fields(payload<kStores>& to, std::string_view key,
                                                      const Value& value, const Rest&... rest) noexcept {
  if (!to.has_room(kMaxNameWords + 2)) return to.mark_cut();
  if constexpr (std::is_same_v<Value, std::string_view>) {
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

#ifndef FLOWLOG_DISABLE
template <class... Fields>
__attribute__((always_inline)) inline void record_taken(level at, std::string_view event,
                                                        const Fields&... fields) noexcept {
  payload<false> counted;
  counted.add_event(at, event);
  add_fields(counted, fields...);
  const flowlog_log_place place = flowlog_log_begin(counted.count());
  if (place.words == nullptr) return;
  payload<true> stored(place.words, counted.cut());
  stored.add_event(at, event);
  add_fields(stored, fields...);
  // release: a header that is there has its payload before it.
  __atomic_store_n(place.words + counted.count(), place.header, __ATOMIC_RELEASE);
}
#endif

template <class... KeysAndValues>
__attribute__((always_inline)) inline void record([[maybe_unused]] level at,
                                                  [[maybe_unused]] std::string_view event,
                                                  [[maybe_unused]] const KeysAndValues&... fields) noexcept {
  static_assert(sizeof...(fields) % 2 == 0, "flowlog::log: fields are pairs of a key and a value");
#ifndef FLOWLOG_DISABLE
  if constexpr (sizeof...(fields) % 2 == 0) {
    if (flowlog_log_begin != nullptr) record_taken(at, event, taken(fields)...);
  }
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

}  // namespace log
}  // namespace flowlog
