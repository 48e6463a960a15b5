// text.cpp: see text.h.
#include "text.h"

#include <algorithm>
#include <cstdint>

namespace flowlog {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

// Bytes of the well-formed sequence at the start of `text`, 0 if there is none (Unicode 15, table 3-7).
size_t sequence_length(std::string_view text) {
  const auto byte = [&](size_t i) { return i < text.size() ? uint8_t(text[i]) : uint8_t(0); };
  const auto follows = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const uint8_t first = byte(0);
  if (first < 0x80) return 1;
  if (first < 0xC2) return 0;
  if (first < 0xE0) return follows(1) ? 2 : 0;
  if (first < 0xF0) {
    const bool overlong = first == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = first == 0xED && byte(1) > 0x9F;
    return follows(1) && follows(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (first < 0xF5) {
    const bool overlong = first == 0xF0 && byte(1) < 0x90;
    const bool too_high = first == 0xF4 && byte(1) > 0x8F;
    return follows(1) && follows(2) && follows(3) && !overlong && !too_high ? 4 : 0;
  }
  return 0;
}

// Calls `each` with every character, well-formed or replaced.
template <class Each>
void for_each_character(std::string_view text, Each each) {
  while (!text.empty()) {
    const size_t length = sequence_length(text);
    const std::string_view character = text.substr(0, std::max<size_t>(length, 1));
    const bool forbidden_in_xml = character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF";
    each(length == 0 || forbidden_in_xml ? kReplacement : character);
    text.remove_prefix(character.size());
  }
}

// The code point of a character of three bytes or less, which is well-formed.
uint32_t code_point_of(std::string_view character) {
  const auto byte = [&](size_t i) { return uint32_t(uint8_t(character[i])); };
  if (character.size() == 2) return (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
  if (character.size() == 3) return (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
  return byte(0);
}

// Beyond ASCII, what a terminal obeys, what ends a line, and what makes text read otherwise than it is
// written (Unicode Technical Report 36, "Bidirectional Text Spoofing").
bool is_deceptive(std::string_view character) {
  if (character.size() != 2 && character.size() != 3) return false;
  const uint32_t point = code_point_of(character);
  const auto within = [&](uint32_t first, uint32_t last) { return point >= first && point <= last; };
  return within(0x80, 0x9F) || point == 0x61C || within(0x200E, 0x200F) || within(0x2028, 0x202E) ||
         within(0x2066, 0x2069);
}

}  // namespace

std::string valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for_each_character(text, [&](std::string_view character) { out += character; });
  return out;
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for_each_character(text, [&](std::string_view character) {
    const uint8_t first = uint8_t(character[0]);
    if (first < 0x20) {
      out += {'\xE2', '\x90', char(0x80 + first)};  // U+2400 and on
    } else if (first == 0x7F) {
      out += "\xE2\x90\xA1";
    } else if (is_deceptive(character)) {  // they have no pictures
      out += kReplacement;
    } else {
      out += character;
    }
  });
  return out;
}

void append_json_string(std::string& out, std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  for_each_character(text, [&](std::string_view character) {
    const char first = character[0];
    switch (first) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      default:
        if (uint8_t(first) < 0x20 || is_deceptive(character)) {
          const uint32_t point = code_point_of(character);
          out += "\\u";
          for (const int shift : {12, 8, 4, 0}) out += kHex[point >> shift & 15];
        } else {
          out += character;
        }
    }
  });
  out += '"';
}

std::string json_string(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

size_t character_count(std::string_view text) {
  return size_t(std::count_if(text.begin(), text.end(), [](char c) { return (uint8_t(c) & 0xC0) != 0x80; }));
}

std::string shortened(std::string_view text, size_t limit) {
  const size_t characters = character_count(text);
  if (characters <= limit) return std::string(text);
  const size_t kept = limit > 1 ? limit - 1 : 0;
  const size_t head = (kept + 1) / 2;
  std::string out;
  size_t number = 0;
  for_each_character(text, [&](std::string_view character) {
    if (number == head) out += "\u2026";
    if (number < head || number >= characters - (kept - head)) out += character;
    ++number;
  });
  return out;
}

}  // namespace flowlog
