// shapes.cpp: see shapes.h.
#include "trace/shapes.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "flowlog/format.h"
#include "text.h"
#include "trace/sites.h"

namespace flowlog::trace {
namespace {

constexpr size_t kAlignment = 8;

bool is_shape(std::string_view text) {
  return text.size() <= kMaxDescriptionBytes && text.starts_with('{') && !is_too_deep(text) &&
         nlohmann::json::accept(valid_utf8(text));
}

}  // namespace

bool next_shape(ByteReader& reader, RawShape& shape) {
  if (reader.left() == 0) return false;
  const auto entry = reader.read<format::ShapeEntry>();
  shape.number = entry.id;
  shape.text = reader.text(entry.text_bytes);
  const size_t padding = (kAlignment - reader.offset() % kAlignment) % kAlignment;
  reader.take(std::min(reader.left(), padding));
  return reader.ok();
}

bool ShapeTable::add(Bytes payload) {
  ByteReader reader(payload);
  RawShape raw;
  bool all_read = true;
  while (next_shape(reader, raw)) {
    if (!is_shape(raw.text)) {
      all_read = false;
    } else if (const auto [known, is_new] = by_number_.try_emplace(raw.number); is_new) {
      known->second = &shapes_.emplace_back(Shape{raw.number, std::string(raw.text)});
    }
  }
  return all_read && reader.ok();
}

std::string_view ShapeTable::give(uint64_t number) {
  const auto found = by_number_.find(number);
  if (found == by_number_.end()) return {};
  const std::string_view text = found->second->text;
  if (given_bytes_ + text.size() > kMaxGivenBytes) return {};
  given_bytes_ += text.size();
  return text;
}

}  // namespace flowlog::trace
