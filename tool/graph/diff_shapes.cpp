// diff_shapes.cpp: see diff_shapes.h.
#include "graph/diff_shapes.h"

#include <nlohmann/json.hpp>

namespace flowlog::graph {
namespace {

using Json = nlohmann::ordered_json;

class Comparison {
 public:
  std::vector<FieldChange> take() { return std::move(changes_); }

  // Members of an object, the ones of `head` where they stand there.
  void members(const Json& base, const Json& head, const std::string& path) {
    const auto inner = [&](const std::string& name) { return path.empty() ? name : path + "." + name; };
    for (const auto& [name, shape] : base.items()) {
      const auto other = head.find(name);
      other == head.end() ? add(inner(name), shape.dump(), "") : shapes(shape, *other, inner(name));
    }
    for (const auto& [name, shape] : head.items()) {
      if (!base.contains(name)) add(inner(name), "", shape.dump());
    }
  }

  void shapes(const Json& base, const Json& head, const std::string& path) {
    if (base == head) return;
    const bool both_known = base.is_object() && head.is_object() && part(base, "type") == part(head, "type");
    const size_t before = changes_.size();
    if (both_known) {
      for (const auto& [name, suffix] : kParts) {
        const Json &of_base = part(base, name), &of_head = part(head, name);
        if (of_base.is_null() || of_head.is_null()) {
          if (of_base != of_head) return whole(base, head, path, before);
        } else if (std::string_view(name) == "fields" && of_base.is_object() && of_head.is_object()) {
          members(of_base, of_head, path);
        } else {
          shapes(of_base, of_head, path + suffix);
        }
      }
      const Json &of_base = part(base, "alternatives"), &of_head = part(head, "alternatives");
      const bool same_number = of_base.is_array() && of_head.is_array() && of_base.size() == of_head.size();
      for (size_t i = 0; same_number && i < of_base.size(); ++i)
        shapes(of_base[i], of_head[i], path + "|" + std::to_string(i + 1));
    }
    if (changes_.size() == before) whole(base, head, path, before);
  }

 private:
  struct Part {
    const char *name, *suffix;
  };
  static constexpr Part kParts[] = {
      {"fields", ""}, {"items", "[]"}, {"key", "[key]"}, {"value", "[]"}, {"pointee", "*"}};

  static const Json& part(const Json& shape, const char* name) {
    static const Json kNone;
    const auto at = shape.find(name);
    return at == shape.end() ? kNone : *at;
  }

  void whole(const Json& base, const Json& head, const std::string& path, size_t before) {
    changes_.resize(before);
    add(path, base.dump(), head.dump());
  }

  void add(const std::string& path, std::string base, std::string head) {
    changes_.push_back({path, std::move(base), std::move(head)});
  }

  std::vector<FieldChange> changes_;
};

}  // namespace

std::vector<FieldChange> differing_fields(const ShapePair& base, const ShapePair& head) {
  const auto parsed = [](const std::string& text) {
    return Json::parse(text, nullptr, /*allow_exceptions=*/false);
  };
  const Json base_input = parsed(base.input), head_input = parsed(head.input);
  const Json base_output = parsed(base.output), head_output = parsed(head.output);
  Comparison comparison;
  if (base_input.is_object() && head_input.is_object()) comparison.members(base_input, head_input, "");
  if (!base_output.is_discarded() && !head_output.is_discarded())
    comparison.shapes(base_output, head_output, "return");
  return comparison.take();
}

}  // namespace flowlog::graph
