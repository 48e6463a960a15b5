// log_record.cpp: see log_record.h.
#include "trace/log_record.h"

#include <algorithm>
#include <iterator>

#include "flowlog/log.h"
#include "trace/bytes.h"

namespace flowlog::trace {
namespace {

using log::detail::kCut;

constexpr const char* kLevels[] = {"debug", "info", "warning", "error", "critical"};

template <class Integer, class Wide>
LogRecord::Value read_integer(ByteReader& reader) {
  return Wide{reader.read<Integer>()};
}

// Nothing for a type that is not known.
std::optional<LogRecord::Value> read_value(ByteReader& reader, uint8_t type) {
  switch (type) {
    case 0x11:
      return read_integer<int8_t, int64_t>(reader);
    case 0x12:
      return read_integer<int16_t, int64_t>(reader);
    case 0x14:
      return read_integer<int32_t, int64_t>(reader);
    case 0x18:
      return read_integer<int64_t, int64_t>(reader);
    case 0x21:
      return read_integer<uint8_t, uint64_t>(reader);
    case 0x22:
      return read_integer<uint16_t, uint64_t>(reader);
    case 0x24:
      return read_integer<uint32_t, uint64_t>(reader);
    case 0x28:
      return read_integer<uint64_t, uint64_t>(reader);
    case 0x34:
      return reader.read<float>();
    case 0x38:
      return reader.read<double>();
    case 0x41:
      return reader.read<uint8_t>() != 0;
    case 0x50:
      return std::string(reader.text(reader.read<uint16_t>()));
    default:
      return {};
  }
}

using Payload = log::detail::payload<true>;

// `value` as a number of as many bytes as `type` says.
template <class Wide>
void add_integer(Payload& to, uint8_t type, Wide value) {
  switch (type & 15) {
    case 1:
      return to.add_number(uint8_t(value));
    case 2:
      return to.add_number(uint16_t(value));
    case 4:
      return to.add_number(uint32_t(value));
    default:
      return to.add_number(uint64_t(value));
  }
}

void add_value(Payload& to, const LogRecord::Field& field) {
  std::visit(
      [&](const auto& value) {
        using T = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<T, std::string>) {
          to.add_text(value);
        } else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
          add_integer(to, field.type, value);
        } else {
          to.add_number(value);
        }
      },
      field.value);
}

}  // namespace

bool append_log_record(std::vector<uint64_t>& words, const LogRecord& record) {
  if (record.level >= std::size(kLevels)) return false;
  uint64_t made[log::detail::kMaxWords];
  Payload payload(made, record.cut);
  payload.add_name(record.level | (record.cut ? kCut : 0), record.event);
  for (const LogRecord::Field& field : record.fields) {
    if (!payload.has_room(log::detail::kMaxNameWords + 2)) return false;
    payload.add_name(field.type, field.key);
    add_value(payload, field);
  }
  words.insert(words.end(), made, made + payload.count());
  return true;
}

std::string level_name(uint8_t level) {
  return level < std::size(kLevels) ? kLevels[level] : "level " + std::to_string(level);
}

std::optional<uint8_t> level_of(std::string_view name) {
  const auto found = std::find(std::begin(kLevels), std::end(kLevels), name);
  if (found == std::end(kLevels)) return {};
  return uint8_t(found - std::begin(kLevels));
}

std::optional<LogRecord> read_log_record(std::string_view payload) {
  ByteReader reader(bytes_of(payload));
  LogRecord record;
  const auto first = reader.read<uint8_t>();
  record.level = first & ~kCut;
  record.cut = (first & kCut) != 0;
  record.event = reader.text(reader.read<uint8_t>());
  while (reader.ok() && reader.left() != 0) {
    const auto type = reader.read<uint8_t>();
    std::string key(reader.text(reader.read<uint8_t>()));
    std::optional<LogRecord::Value> value = read_value(reader, type);
    if (!value) {
      record.cut = true;
      return record;
    }
    record.fields.push_back({std::move(key), type, std::move(*value)});
  }
  if (!reader.ok()) return {};
  return record;
}

}  // namespace flowlog::trace
