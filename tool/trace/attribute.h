// attribute.h: the payload of an attribute record, taken apart. docs/format.md, "Records".
#pragma once

#include <flowlog/format.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace flowlog::trace {

struct Attribute {
  std::string_view key, value;  // any bytes; at most format::kMaxAttributeBytes each
};

// Points into `payload`; nothing if that is cut short.
inline std::optional<Attribute> read_attribute(std::string_view payload) {
  if (payload.empty()) return {};
  const size_t key_bytes = uint8_t(payload[0]);
  payload.remove_prefix(1);
  if (payload.size() < key_bytes) return {};
  return Attribute{payload.substr(0, key_bytes), payload.substr(key_bytes, format::kMaxAttributeBytes)};
}

}  // namespace flowlog::trace
