// json_field.h: reads JSON that may be anything, and says where it is not what was expected.
//
// A Field is a value and the way to it. It points into its parent and its document, which must outlive it.
// Each accessor throws Error with file and path: "graph.json: nodes[3].occurrences: a non-negative integer
// was expected".
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace flowlog::graph {

// A file of JSON, read whole: simdjson takes a graph apart twenty times as fast as a tree of allocated values
// is built.
class JsonDocument {
 public:
  // Throws Error naming `file` where `text` is not JSON, or nests deeper than anything that is meant to be
  // read.
  JsonDocument(std::string_view text, std::string file);
  JsonDocument(const JsonDocument&) = delete;

 private:
  friend class Field;

  simdjson::dom::parser parser_;
  simdjson::dom::element root_;
  const std::string file_;
};

class Field {
 public:
  explicit Field(const JsonDocument& document) : value_(document.root_), file_(document.file_) {}

  // A member that has to be there, and one that may be; both want an object. The name must outlive the field.
  Field operator[](const char* name) const;
  std::optional<Field> find(const char* name) const;

  uint64_t number() const;  // a non-negative integer
  uint32_t small_number() const;
  double fraction() const;  // from 0 to 1
  std::string text() const;
  bool flag() const;

  bool is_object() const { return value_.is_object(); }
  bool is_text() const { return value_.is_string(); }
  std::string json() const;  // the value as JSON, without spaces

  // Calls `each(Field)` for a list's items, `each(name, Field)` for an object's members.
  template <class Each>
  void for_each_item(Each each) const {
    simdjson::dom::array items;
    if (value_.get(items) != simdjson::SUCCESS) expected("a list");
    size_t index = 0;
    for (const simdjson::dom::element item : items) each(Field(item, *this, nullptr, index++));
  }
  template <class Each>
  void for_each_member(Each each) const {
    simdjson::dom::object members;
    if (value_.get(members) != simdjson::SUCCESS) expected("an object");
    for (const auto& [key, value] : members) {
      const std::string name(key);
      each(name, Field(value, *this, name.c_str(), 0));
    }
  }

  // The two items of a list of two non-negative integers; nothing if it is no such list.
  std::optional<std::pair<uint64_t, uint64_t>> pair_of_numbers() const;

  // Throws: "<file>: <path>: <what> was expected".
  [[noreturn]] void expected(std::string_view what) const;
  [[noreturn]] void wrong(std::string_view what) const;

 private:
  Field(simdjson::dom::element value, const Field& parent, const char* name, size_t index)
      : value_(value), file_(parent.file_), parent_(&parent), name_(name), index_(index) {}
  std::string path() const;

  simdjson::dom::element value_;
  const std::string& file_;
  const Field* parent_ = nullptr;
  const char* name_ = nullptr;  // of a member
  size_t index_ = 0;            // of an item
};

}  // namespace flowlog::graph
