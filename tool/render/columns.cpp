// columns.cpp: see columns.h. The ranges are those of Unicode 15 (East_Asian_Width W and F, general category
// Mn and Me), neighbours joined where what lies between is not assigned.
#include "render/columns.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace flowlog::render {
namespace {

struct Range {
  char32_t first, last;
};

constexpr Range kWide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},   {0x23F0, 0x23F0},
    {0x23F3, 0x23F3},   {0x25FD, 0x25FE},   {0x2614, 0x2615},   {0x2648, 0x2653},   {0x267F, 0x267F},
    {0x2693, 0x2693},   {0x26A1, 0x26A1},   {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},
    {0x26CE, 0x26CE},   {0x26D4, 0x26D4},   {0x26EA, 0x26EA},   {0x26F2, 0x26F3},   {0x26F5, 0x26F5},
    {0x26FA, 0x26FA},   {0x26FD, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},   {0x2728, 0x2728},
    {0x274C, 0x274C},   {0x274E, 0x274E},   {0x2753, 0x2755},   {0x2757, 0x2757},   {0x2795, 0x2797},
    {0x27B0, 0x27B0},   {0x27BF, 0x27BF},   {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2B55, 0x2B55},
    {0x2E80, 0x303E},   {0x3041, 0x3247},   {0x3250, 0x4DBF},   {0x4E00, 0xA4C6},   {0xA960, 0xA97C},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6B},   {0xFF01, 0xFF60},
    {0xFFE0, 0xFFE6},   {0x16FE0, 0x18CD5}, {0x1AFF0, 0x1B2FB}, {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF},
    {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A}, {0x1F200, 0x1F320}, {0x1F32D, 0x1F335}, {0x1F337, 0x1F37C},
    {0x1F37E, 0x1F393}, {0x1F3A0, 0x1F3CA}, {0x1F3CF, 0x1F3D3}, {0x1F3E0, 0x1F3F0}, {0x1F3F4, 0x1F3F4},
    {0x1F3F8, 0x1F43E}, {0x1F440, 0x1F440}, {0x1F442, 0x1F4FC}, {0x1F4FF, 0x1F53D}, {0x1F54B, 0x1F54E},
    {0x1F550, 0x1F567}, {0x1F57A, 0x1F57A}, {0x1F595, 0x1F596}, {0x1F5A4, 0x1F5A4}, {0x1F5FB, 0x1F64F},
    {0x1F680, 0x1F6C5}, {0x1F6CC, 0x1F6CC}, {0x1F6D0, 0x1F6D2}, {0x1F6D5, 0x1F6DF}, {0x1F6EB, 0x1F6EC},
    {0x1F6F4, 0x1F6FC}, {0x1F7E0, 0x1F7F0}, {0x1F90C, 0x1F93A}, {0x1F93C, 0x1F945}, {0x1F947, 0x1F9FF},
    {0x1FA70, 0x1FAF8}, {0x20000, 0x2FFFD}, {0x30000, 0x3FFFD}};

constexpr Range kCombining[] = {{0x0300, 0x036F}, {0x0483, 0x0489},  {0x0591, 0x05BD}, {0x0610, 0x061A},
                                {0x064B, 0x065F}, {0x06D6, 0x06DC},  {0x0900, 0x0902}, {0x093C, 0x093C},
                                {0x0941, 0x0948}, {0x094D, 0x094D},  {0x0E31, 0x0E31}, {0x0E34, 0x0E3A},
                                {0x0E47, 0x0E4E}, {0x1AB0, 0x1ACE},  {0x1DC0, 0x1DFF}, {0x200B, 0x200F},
                                {0x20D0, 0x20F0}, {0x302A, 0x302D},  {0x3099, 0x309A}, {0xFE00, 0xFE0F},
                                {0xFE20, 0xFE2F}, {0xE0100, 0xE01EF}};

template <size_t kSize>
bool is_in(const Range (&ranges)[kSize], char32_t character) {
  const auto at = std::upper_bound(std::begin(ranges), std::end(ranges), character,
                                   [](char32_t wanted, const Range& range) { return wanted < range.first; });
  return at != std::begin(ranges) && character <= std::prev(at)->last;
}

size_t columns_of_character(char32_t character) {
  if (character < 0x0300) return 1;
  return is_in(kCombining, character) ? 0 : is_in(kWide, character) ? 2 : 1;
}

// Calls `each(begin of the character, columns)` until that is false.
void for_each_character(std::string_view text, const auto& each) {
  for (size_t at = 0; at < text.size();) {
    const auto byte = uint8_t(text[at]);
    const size_t length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    char32_t character = length == 1 ? byte : byte & (0xFF >> (length + 1));
    for (size_t i = 1; i < length && at + i < text.size(); ++i)
      character = character << 6 | (uint8_t(text[at + i]) & 0x3F);
    if (!each(at, columns_of_character(character))) return;
    at += length;
  }
}

}  // namespace

size_t columns_in(std::string_view text) {
  size_t columns = 0;
  for_each_character(text, [&](size_t, size_t of_character) {
    columns += of_character;
    return true;
  });
  return columns;
}

std::string cut_to_columns(const std::string& text, size_t columns) {
  if (columns_in(text) <= columns) return text;
  size_t kept = 0, used = 1;  // by the ellipsis
  for_each_character(text, [&](size_t at, size_t of_character) {
    kept = at;
    used += of_character;
    return used <= columns;
  });
  return columns == 0 ? "" : text.substr(0, kept) + "\u2026";
}

}  // namespace flowlog::render
