// sites.cpp: see sites.h.
#include "trace/sites.h"

#include <nlohmann/json.hpp>

#include "text.h"

namespace flowlog::trace {
namespace {

using Json = nlohmann::ordered_json;  // the order of fields and parameters is part of a shape

constexpr const char* kUnknown = "(unknown)";

// In graphs, where calls come from that no tracked function made; no function may have it.
constexpr std::string_view kEntryId = "(entry)", kRemoteId = "(remote ";

void read_text(const Json& object, const char* field, std::string& into) {
  const auto found = object.find(field);
  if (found != object.end() && found->is_string()) into = found->get<std::string>();
}

// The shape itself in the place of its number; one that is nowhere is not known.
void put_in(Json& shape, ShapeTable& shapes) {
  if (!shape.is_number_unsigned()) return;
  const std::string_view text = shapes.give(shape.get<uint64_t>());
  shape = text.empty() ? Json("?") : Json::parse(valid_utf8(text), nullptr, /*allow_exceptions=*/false);
}

void put_in_shapes(Json& description, ShapeTable& shapes) {
  const auto input = description.find("input_shape"), output = description.find("output_shape");
  if (input != description.end() && input->is_object())
    for (Json& parameter : *input) put_in(parameter, shapes);
  if (output != description.end()) put_in(*output, shapes);
}

void read_shape(const Json& object, const char* field, std::string& into) {
  const auto found = object.find(field);
  if (found != object.end() && (found->is_string() || found->is_object())) into = found->dump();
}

// A shape is a name, or an object whose `type` is the name.
std::string name_of_shape(const Json& shape) {
  std::string name;
  if (shape.is_string()) name = shape.get<std::string>();
  if (shape.is_object()) read_text(shape, "type", name);
  return name;
}

void read_alternatives(const Json& description, SiteDescription& site) {
  const auto shape = description.find("output_shape");
  if (shape == description.end() || !shape->is_object()) return;
  const auto alternatives = shape->find("alternatives");
  if (alternatives == shape->end() || !alternatives->is_array()) return;
  for (const Json& alternative : *alternatives) site.alternatives.push_back(name_of_shape(alternative));
}

}  // namespace

bool is_too_deep(std::string_view json) {
  unsigned depth = 0;
  for (const char c : json) {
    if (c == '{' || c == '[') {
      if (++depth > kMaxDescriptionDepth) return true;
    } else if ((c == '}' || c == ']') && depth > 0) {
      --depth;
    }
  }
  return false;
}

bool parse_description(std::string_view text, ShapeTable& shapes, SiteDescription& site) {
  if (text.size() > kMaxDescriptionBytes || is_too_deep(text)) return false;
  Json json = Json::parse(valid_utf8(text), nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return false;
  put_in_shapes(json, shapes);
  read_text(json, "id", site.id);
  read_text(json, "function_name", site.function_name);
  if (site.id.empty()) site.id = site.function_name;
  if (site.function_name.empty()) site.function_name = site.id;
  if (site.id == kEntryId || site.id.starts_with(kRemoteId)) site.id += "()";
  read_text(json, "symbol", site.symbol);
  read_text(json, "module", site.module);
  read_text(json, "file", site.file);
  const auto line = json.find("line");
  if (line != json.end() && line->is_number_unsigned() && line->get<uint64_t>() <= UINT32_MAX) {
    site.line = line->get<uint32_t>();
  }
  read_shape(json, "input_shape", site.input_shape);
  read_shape(json, "output_shape", site.output_shape);
  read_alternatives(json, site);
  return !site.id.empty();
}

SiteTable::SiteTable() {
  Site unknown;
  unknown.description.id = unknown.description.function_name = kUnknown;
  sites_.push_back(std::move(unknown));
}

bool next_site(ByteReader& reader, RawSite& site) {
  if (reader.left() == 0) return false;
  site.entry = reader.read<format::SiteEntry>();
  site.image = reader.text(site.entry.image_bytes);
  site.text = reader.text(site.entry.text_bytes);
  return reader.ok();
}

bool SiteTable::add(Bytes payload, ShapeTable& shapes) {
  ByteReader reader(payload);
  RawSite raw;
  bool all_read = true;
  while (next_site(reader, raw)) all_read &= add(raw, shapes);
  return all_read && reader.ok();
}

bool SiteTable::add(const RawSite& raw, ShapeTable& shapes) {
  const uint32_t number = raw.entry.number;
  if (knows(number)) return true;
  Site site;
  if (number == 0 || number > format::kMaxSite || !parse_description(raw.text, shapes, site.description))
    return false;
  site.id = raw.entry.id;
  site.number = number;
  site.flags = raw.entry.flags;
  site.image = valid_utf8(raw.image);
  site.text = raw.text;
  if (number >= index_.size()) index_.resize(number + 1);
  index_[number] = uint32_t(sites_.size());
  sites_.push_back(std::move(site));
  return true;
}

}  // namespace flowlog::trace
