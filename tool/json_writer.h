// json_writer.h: JSON text in an order and layout that the caller decides, so that equal content is equal
// bytes.
//
// Containers are written one item to a line, or whole on one line, or without any space where asked. Nothing
// is checked: the caller gives a key before each value of an object.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace flowlog {

class JsonWriter {
 public:
  enum Layout { kLines, kOneLine, kDense };

  // Each opens a container; everything within a one-line or a dense container is so too.
  JsonWriter& object(Layout layout = kLines) { return open('{', '}', layout); }
  JsonWriter& list(Layout layout = kLines) { return open('[', ']', layout); }
  JsonWriter& end();

  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(uint64_t number);
  JsonWriter& value(bool flag) { return raw(flag ? "true" : "false"); }
  JsonWriter& fraction(double value);      // from 0 to 1, with at most nine digits
  JsonWriter& raw(std::string_view json);  // a value that is JSON already

  // Shorthand for an object's members.
  template <class T>
  JsonWriter& member(std::string_view name, const T& of) {
    return key(name).value(of);
  }

  // The text, with a newline at its end.
  std::string take();

 private:
  struct Level {
    char closing;
    Layout layout;
    bool empty;
  };

  JsonWriter& open(char opening, char closing, Layout layout);
  void start_item();
  void start_line();

  std::string out_;
  std::vector<Level> levels_;
  bool after_key_ = false;
};

}  // namespace flowlog
