// trace_context.h: reads the headers `traceparent` and `tracestate` of the W3C Recommendation Trace Context
// (level 1), and nothing else: no recorder is needed, nothing is kept.
//
// Headers come from outside, so each byte counts as hostile: what the Recommendation does not allow is
// refused, in time linear in its length and without allocation. Any thread.
#pragma once

#include <flowlog/annotate.h>

#include <cstddef>
#include <optional>
#include <string_view>

namespace FLOWLOG_IGNORE flowlog {

// Who calls: the whole flow of work, and the piece of it that made the call. Neither id is all zeros.
struct trace_parent {
  unsigned char trace_id[16] = {};
  unsigned char parent_id[8] = {};
  bool sampled = false;  // the caller recorded it, or may have
};

// What tracing systems on the way added about the call, the newest first. Views into what was parsed.
struct trace_state {
  static constexpr std::size_t kMaxMembers = 32;
  static constexpr std::size_t kMaxBytes = 32768;  // of the header; blanks between members count

  struct member {
    std::string_view key, value;
  };
  member members[kMaxMembers];
  std::size_t count = 0;

  const member* begin() const noexcept { return members; }
  const member* end() const noexcept { return members + count; }
};

// The text of one `traceparent` header, or nothing if it must not be used. Of versions to come, what version
// 00 has is read.
std::optional<trace_parent> parse_traceparent(std::string_view header) noexcept;

// The text of all `tracestate` headers of a message, in their order and with commas between them. Nothing
// for what must not be used, and that is all of it then. Of members with the same key the first is kept.
std::optional<trace_state> parse_tracestate(std::string_view headers) noexcept;

// ---- Implementation

namespace detail {

inline std::string_view without_blanks_around(std::string_view text) noexcept {
  constexpr const char* kBlanks = " \t";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// Lower case only, as the Recommendation wants it; -1 for what is none.
constexpr int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// False if `text` is not two digits for each byte.
inline bool read_hex(std::string_view text, unsigned char* bytes, std::size_t count) noexcept {
  if (text.size() != 2 * count) return false;
  for (std::size_t i = 0; i < count; ++i) {
    const int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    bytes[i] = static_cast<unsigned char>(high << 4 | low);
  }
  return true;
}

inline bool is_all_zero(const unsigned char* bytes, std::size_t count) noexcept {
  for (std::size_t i = 0; i < count; ++i) {
    if (bytes[i] != 0) return false;
  }
  return true;
}

constexpr bool is_lower_letter(char c) noexcept { return c >= 'a' && c <= 'z'; }
constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// A run of the characters that keys may have, at most `most` of them.
inline bool is_key_part(std::string_view text, std::size_t most, bool may_begin_with_digit) noexcept {
  if (text.empty() || text.size() > most) return false;
  if (!is_lower_letter(text[0]) && !(may_begin_with_digit && is_digit(text[0]))) return false;
  for (const char c : text) {
    if (!is_lower_letter(c) && !is_digit(c) && c != '_' && c != '-' && c != '*' && c != '/') return false;
  }
  return true;
}

// "system", or "tenant@system".
inline bool is_tracestate_key(std::string_view key) noexcept {
  const std::size_t at = key.find('@');
  if (at == std::string_view::npos) return is_key_part(key, 256, false);
  return is_key_part(key.substr(0, at), 241, true) && is_key_part(key.substr(at + 1), 14, false);
}

// Blanks around the member are gone, so that it ends in none.
inline bool is_tracestate_value(std::string_view value) noexcept {
  if (value.empty() || value.size() > 256) return false;
  for (const char c : value) {
    if (c < ' ' || c > '~' || c == ',' || c == '=') return false;
  }
  return value.back() != ' ';
}

}  // namespace detail

inline std::optional<trace_parent> parse_traceparent(std::string_view header) noexcept {
  constexpr std::size_t kLength =
      55;  // of version 00: VV-TTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT-PPPPPPPPPPPPPPPP-FF
  const std::string_view text = detail::without_blanks_around(header);
  if (text.size() < kLength || text[2] != '-' || text[35] != '-' || text[52] != '-') return std::nullopt;

  unsigned char version = 0, flags = 0;
  trace_parent parent;
  if (!detail::read_hex(text.substr(0, 2), &version, 1) || version == 0xFF ||
      !detail::read_hex(text.substr(3, 32), parent.trace_id, 16) ||
      !detail::read_hex(text.substr(36, 16), parent.parent_id, 8) ||
      !detail::read_hex(text.substr(53, 2), &flags, 1)) {
    return std::nullopt;
  }
  if (text.size() > kLength && (version == 0 || text[kLength] != '-')) return std::nullopt;
  if (detail::is_all_zero(parent.trace_id, 16) || detail::is_all_zero(parent.parent_id, 8))
    return std::nullopt;
  parent.sampled = (flags & 1) != 0;
  return parent;
}

inline std::optional<trace_state> parse_tracestate(std::string_view headers) noexcept {
  if (headers.size() > trace_state::kMaxBytes) return std::nullopt;
  trace_state state;
  std::size_t seen = 0;
  for (std::string_view rest = headers; !rest.empty();) {
    const std::size_t comma = rest.find(',');
    const std::string_view text = detail::without_blanks_around(rest.substr(0, comma));
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    if (text.empty()) continue;

    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || ++seen > trace_state::kMaxMembers) return std::nullopt;
    const trace_state::member member{text.substr(0, equals), text.substr(equals + 1)};
    if (!detail::is_tracestate_key(member.key) || !detail::is_tracestate_value(member.value))
      return std::nullopt;
    bool is_new = true;
    for (const trace_state::member& before : state) is_new = is_new && before.key != member.key;
    if (is_new) state.members[state.count++] = member;
  }
  return state;
}

}  // namespace flowlog
