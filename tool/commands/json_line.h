// json_line.h: a JSON object on one line, for output that other programs read line by line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "text.h"
#include "trace/clock.h"

namespace flowlog::cli {

class JsonLine {
 public:
  JsonLine& text(std::string_view name, std::string_view value) {
    append_json_string(key(name), value);
    return *this;
  }
  JsonLine& raw(std::string_view name, std::string_view json) {
    key(name) += json;
    return *this;
  }
  // ISO 8601, or null where no time was recorded.
  JsonLine& time(std::string_view name, int64_t wall_ns, bool timed) {
    return timed ? text(name, trace::iso8601(wall_ns)) : raw(name, "null");
  }

  // What there is of it as an object, and the line with its newline.
  std::string object() const { return (line_.empty() ? "{" : line_) + "}"; }
  std::string take() { return object() + "\n"; }

 private:
  std::string& key(std::string_view name) {
    line_ += line_.empty() ? '{' : ',';
    append_json_string(line_, name);
    return line_ += ':';
  }

  std::string line_;
};

}  // namespace flowlog::cli
