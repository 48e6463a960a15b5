// json_writer.cpp: see json_writer.h.
#include "json_writer.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "text.h"

namespace flowlog {

void JsonWriter::start_line() {
  out_ += '\n';
  out_.append(2 * levels_.size(), ' ');
}

// What stands between an item and the one before it.
void JsonWriter::start_item() {
  if (std::exchange(after_key_, false) || levels_.empty()) return;
  Level& level = levels_.back();
  if (!level.empty) out_ += ',';
  if (level.layout == kLines) {
    start_line();
  } else if (level.layout == kOneLine && !level.empty) {
    out_ += ' ';
  }
  level.empty = false;
}

JsonWriter& JsonWriter::open(char opening, char closing, Layout layout) {
  start_item();
  out_ += opening;
  if (!levels_.empty()) layout = std::max(layout, levels_.back().layout);
  levels_.push_back({closing, layout, true});
  return *this;
}

JsonWriter& JsonWriter::end() {
  const Level level = levels_.back();
  levels_.pop_back();
  if (level.layout == kLines && !level.empty) start_line();
  out_ += level.closing;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  start_item();
  append_json_string(out_, name);
  out_ += !levels_.empty() && levels_.back().layout == kDense ? ":" : ": ";
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  start_item();
  append_json_string(out_, text);
  return *this;
}

JsonWriter& JsonWriter::fraction(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", value);
  return raw(text);
}

JsonWriter& JsonWriter::value(uint64_t number) { return raw(std::to_string(number)); }

JsonWriter& JsonWriter::raw(std::string_view json) {
  start_item();
  out_ += json;
  return *this;
}

std::string JsonWriter::take() { return std::exchange(out_, {}) + '\n'; }

}  // namespace flowlog
