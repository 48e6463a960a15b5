// text_log.cpp: see text_log.h.
#include "trace/text_log.h"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace flowlog::trace {
namespace {

// The shortest that is read back as the same number.
template <class Number>
std::string number_text(Number value) {
  char text[64];
  return {text, std::to_chars(text, std::end(text), value).ptr};
}

std::string value_text(const LogRecord::Value& value) {
  return std::visit(
      [](const auto& held) -> std::string {
        using T = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<T, std::string>) {
          return quoted(held);
        } else if constexpr (std::is_same_v<T, bool>) {
          return held ? "true" : "false";
        } else {
          return number_text(held);
        }
      },
      value);
}

const LogValueType& named_type(Line& line) {
  const std::string_view name = line.word("a type of value");
  const auto found = std::find_if(std::begin(kLogValueTypes), std::end(kLogValueTypes),
                                  [&](const LogValueType& type) { return type.name == name; });
  if (found == std::end(kLogValueTypes))
    line.fail("a type as i32, f64 or text was expected, not '" + std::string(name) + "'");
  return *found;
}

template <class Number>
Number read_floating(Line& line) {
  const std::string_view word = line.word("a number");
  Number value{};
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size())
    line.fail("a number was expected, not '" + std::string(word) + "'");
  return value;
}

// Signed numbers of `bits` bits.
int64_t read_signed(Line& line, unsigned bits) {
  const auto value = line.number<int64_t>("a whole number");
  const int64_t most = int64_t(~uint64_t{0} >> (65 - bits));
  if (value > most || value < -most - 1)
    line.fail("a number of " + std::to_string(bits) + " bits was expected");
  return value;
}

LogRecord::Value read_value(Line& line, uint8_t type) {
  const unsigned bits = (type & 15) * 8;
  switch (type >> 4) {
    case 1:
      return read_signed(line, bits);
    case 2:
      return line.number<uint64_t>("a whole number of that size", ~uint64_t{0} >> (64 - bits));
    case 3:
      if (bits == 32) return read_floating<float>(line);
      return read_floating<double>(line);
    case 4: {
      if (line.take_word("true")) return true;
      if (line.take_word("false")) return false;
      line.fail("true or false was expected");
    }
    default:
      return line.quoted("a quoted text");
  }
}

}  // namespace

std::string log_text(const LogRecord& record) {
  std::string text = level_name(record.level);
  if (record.cut) text += " cut";
  text += " " + quoted(record.event);
  for (const LogRecord::Field& field : record.fields) {
    const auto type = std::find_if(std::begin(kLogValueTypes), std::end(kLogValueTypes),
                                   [&](const LogValueType& known) { return known.type == field.type; });
    text += " " + quoted(field.key) + " " + type->name + " " + value_text(field.value);
  }
  return text;
}

LogRecord read_log_text(Line& line) {
  LogRecord record;
  const std::string_view level = line.word("a level");
  const std::optional<uint8_t> known = level_of(level);
  if (!known)
    line.fail("debug, info, warning, error or critical was expected, not '" + std::string(level) + "'");
  record.level = *known;
  record.cut = line.take_word("cut");
  record.event = line.quoted("a quoted event");
  while (!line.at_end()) {
    std::string key = line.quoted("a quoted key");
    const LogValueType& type = named_type(line);
    record.fields.push_back({std::move(key), type.type, read_value(line, type.type)});
  }
  return record;
}

}  // namespace flowlog::trace
