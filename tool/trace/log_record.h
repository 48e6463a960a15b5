// log_record.h: what a program logged: docs/format.md, "Log records".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace flowlog::trace {

struct LogRecord {
  // Floating point keeps its width, so that the shortest text of a float is a float's.
  using Value = std::variant<int64_t, uint64_t, float, double, bool, std::string>;
  struct Field {
    std::string key;
    uint8_t type;  // as it stands in the record: kind and number of bytes
    Value value;
  };

  uint8_t level = 0;
  bool cut = false;  // something did not fit
  std::string event;
  std::vector<Field> fields;
};

// "debug" to "critical"; "level 7" for what this version does not know.
std::string level_name(uint8_t level);
std::optional<uint8_t> level_of(std::string_view name);

// The types of values, as the text form names them: "i32", "f64", "text".
struct LogValueType {
  uint8_t type;
  const char* name;
};
inline constexpr LogValueType kLogValueTypes[] = {
    {0x11, "i8"},  {0x12, "i16"}, {0x14, "i32"}, {0x18, "i64"}, {0x21, "u8"},   {0x22, "u16"},
    {0x24, "u32"}, {0x28, "u64"}, {0x34, "f32"}, {0x38, "f64"}, {0x41, "bool"}, {0x50, "text"},
};

// Appends the payload words that the recorder makes of `record`. False if it is too long, or of an unknown
// level.
bool append_log_record(std::vector<uint64_t>& words, const LogRecord& record);

// Nothing if `payload` contradicts itself. Values of unknown types end the record, which then counts as cut.
std::optional<LogRecord> read_log_record(std::string_view payload);

}  // namespace flowlog::trace
