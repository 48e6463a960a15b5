// labels.cpp: see labels.h.
#include "render/labels.h"

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string_view>

#include "text.h"

namespace flowlog::render {
namespace {

using Json = nlohmann::ordered_json;

std::string with_digits(double value, int digits_after_point, const char* unit) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f%s", digits_after_point, value, unit);
  return text;
}

std::string type_text(const Json& shape);

std::string members_text(const Json& members) {
  std::string text;
  for (const auto& [name, shape] : members.items())
    text += (text.empty() ? "" : ", ") + name + ": " + type_text(shape);
  return text;
}

std::string list_text(const Json& shapes, const char* separator) {
  std::string text;
  for (const Json& shape : shapes) text += (text.empty() ? "" : separator) + type_text(shape);
  return text;
}

std::string type_text(const Json& shape) {
  if (shape.is_string()) return shape.get<std::string>();
  if (!shape.is_object()) return shape.dump();
  const auto type = shape.find("type");
  if (type == shape.end()) return members_text(shape);
  std::string text = type_text(*type);
  const auto part = [&](const char* name) { return shape.find(name); };
  if (const auto fields = part("fields"); fields != shape.end()) text += " {" + members_text(*fields) + "}";
  if (const auto items = part("items"); items != shape.end()) text += " [" + type_text(*items) + "]";
  if (const auto key = part("key"), value = part("value"); key != shape.end() && value != shape.end()) {
    text += " [" + type_text(*key) + ": " + type_text(*value) + "]";
  }
  if (const auto pointee = part("pointee"); pointee != shape.end()) text += " to " + type_text(*pointee);
  if (const auto choices = part("alternatives"); choices != shape.end())
    text += " (" + list_text(*choices, " | ") + ")";
  if (const auto names = part("enumerators"); names != shape.end())
    text += " {" + list_text(*names, ", ") + "}";
  return text;
}

// `name` with the outermost template arguments as an ellipsis. The brackets of operator<, operator-> and the
// like stay.
std::string without_template_arguments(std::string_view name) {
  std::string out;
  size_t depth = 0;
  for (size_t i = 0; i < name.size(); ++i) {
    if (depth == 0 && name.substr(i).starts_with("operator")) {
      size_t end = name.find_first_not_of("<>=-!", i + 8);
      if (end == std::string_view::npos) end = name.size();
      out += name.substr(i, end - i);
      i = end - 1;
      continue;
    }
    if (name[i] == '<' && depth++ == 0) out += "<\u2026";
    if (name[i] == '>' && depth > 0) --depth;
    if (depth == 0) out += name[i];
  }
  return out;
}

// `name` with an ellipsis for each list of parameters; a lambda's name has that of its function in it.
std::string without_parameters(std::string_view name) {
  std::string out;
  while (!name.empty()) {
    const size_t begin = name.find('(');
    size_t end = begin;
    for (size_t depth = 0; end < name.size(); ++end) {
      depth += name[end] == '(';
      if (name[end] == ')' && --depth == 0) break;
    }
    if (end >= name.size()) return out.append(name);
    const std::string_view inner = name.substr(begin + 1, end - begin - 1);
    const bool kept = inner.empty() || inner == "anonymous namespace";
    out.append(name.substr(0, begin + 1)).append(kept ? inner : "\u2026").append(")");
    name.remove_prefix(end + 1);
  }
  return out;
}

// `name` without the path that tells functions of internal linkage apart.
std::string without_path(const std::string& name) {
  const size_t path = name.ends_with(']') ? name.rfind(" [") : std::string::npos;
  return name.substr(0, path);
}

}  // namespace

std::string share_text(uint64_t part, uint64_t whole) {
  if (part == 0 || whole == 0) return "0 %";
  const double percent = 100.0 * double(part) / double(whole);
  return percent < 0.05 ? "<0.1 %" : with_digits(percent, 1, " %");
}

std::string count_text(uint64_t count) {
  if (count < 100'000) return std::to_string(count);
  static constexpr std::array kUnits = {"k", "M", "G", "T", "P", "E"};
  double value = double(count) / 1000;
  size_t unit = 0;
  for (; value >= 999.5 && unit + 1 < kUnits.size(); ++unit) value /= 1000;
  return with_digits(value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0, kUnits[unit]);
}

std::string count_text(uint64_t count, bool lower_bound) {
  return (lower_bound ? "\u2265" : "") + count_text(count);
}

std::string duration_text(uint64_t ns) {
  if (ns < 1000) return std::to_string(ns) + " ns";
  static constexpr std::array kUnits = {" \u00B5s", " ms", " s"};
  double value = double(ns) / 1000;
  size_t unit = 0;
  for (; value >= 999.5 && unit + 1 < kUnits.size(); ++unit) value /= 1000;
  return with_digits(value, value < 9.95 ? 1 : 0, kUnits[unit]);
}

std::string plural(uint64_t count, const std::string& one, const std::string& many) {
  return count_text(count) + " " + (count == 1 ? one : many);
}

std::string shape_text(const std::string& json) {
  const Json shape = Json::parse(json, nullptr, /*allow_exceptions=*/false);
  return printable(shape.is_discarded() ? json : type_text(shape));
}

std::string compact_name(const std::string& name, size_t limit) {
  std::string compact = name;
  if (character_count(compact) > limit) compact = without_template_arguments(compact);
  if (character_count(compact) > limit) compact = without_parameters(compact);
  if (character_count(compact) > limit) compact = without_path(compact);
  return shortened(compact, limit);
}

std::string name_in_module(const graph::Node& node) {
  const std::string prefix = node.module + "::";
  const bool inside = !node.module.empty() && node.function_name.starts_with(prefix);
  return printable(inside ? node.function_name.substr(prefix.size()) : node.function_name);
}

std::string signature_of(const std::string& id, const graph::Node& node, size_t limit) {
  if (!id.starts_with(node.function_name)) return "";
  const std::string signature = printable(without_path(id.substr(node.function_name.size())));
  return shortened(character_count(signature) > limit ? without_template_arguments(signature) : signature,
                   limit);
}

}  // namespace flowlog::render
