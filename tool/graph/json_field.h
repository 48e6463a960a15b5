// json_field.h: reads JSON that may be anything, and says where it is not what was expected.
//
// A Field is a value and the way to it. It points into its parent and its document, which must outlive it.
// Each accessor throws Error with file and path: "graph.json: nodes[3].occurrences: a non-negative integer
// was expected".
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace flowlog::graph {

class Field {
 public:
  using Json = nlohmann::ordered_json;

  // The whole document. `file` names it in messages.
  Field(const Json& document, const std::string& file) : value_(document), file_(file) {}

  // A member that has to be there, and one that may be; both want an object. The name must outlive the field.
  Field operator[](const char* name) const;
  std::optional<Field> find(const char* name) const;

  uint64_t number() const;  // a non-negative integer
  uint32_t small_number() const;
  double fraction() const;  // from 0 to 1
  const std::string& text() const;
  bool flag() const;
  const Json& json() const { return value_; }

  // Calls `each(Field)` for a list's items, `each(name, Field)` for an object's members.
  template <class Each>
  void for_each_item(Each each) const {
    if (!value_.is_array()) expected("a list");
    for (size_t i = 0; i < value_.size(); ++i) each(Field(value_[i], *this, nullptr, i));
  }
  template <class Each>
  void for_each_member(Each each) const {
    if (!value_.is_object()) expected("an object");
    for (const auto& [name, value] : value_.items()) each(name, Field(value, *this, name.c_str(), 0));
  }

  // Throws: "<file>: <path>: <what> was expected".
  [[noreturn]] void expected(std::string_view what) const;
  [[noreturn]] void wrong(std::string_view what) const;

 private:
  Field(const Json& value, const Field& parent, const char* name, size_t index)
      : value_(value), file_(parent.file_), parent_(&parent), name_(name), index_(index) {}
  std::string path() const;

  const Json& value_;
  const std::string& file_;
  const Field* parent_ = nullptr;
  const char* name_ = nullptr;  // of a member
  size_t index_ = 0;            // of an item
};

// Parses `text`; throws Error naming `file` where it is not JSON, or nests deeper than anything that is meant
// to be read.
Field::Json parse_json(std::string_view text, const std::string& file);

}  // namespace flowlog::graph
