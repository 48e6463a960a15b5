// json_field.cpp: see json_field.h.
#include "graph/json_field.h"

#include <limits>

#include "error.h"
#include "text.h"

namespace flowlog::graph {
namespace {

// Far beyond any shape; what takes a JSON value apart may recurse.
constexpr int kMaxDepth = 256;

}  // namespace

Field Field::operator[](const char* name) const {
  if (!value_.is_object()) expected("an object");
  const auto at = value_.find(name);
  if (at == value_.end()) wrong("the field \"" + std::string(name) + "\" is missing");
  return Field(*at, *this, name, 0);
}

std::optional<Field> Field::find(const char* name) const {
  if (!value_.is_object()) expected("an object");
  const auto at = value_.find(name);
  if (at == value_.end()) return std::nullopt;
  return Field(*at, *this, name, 0);
}

uint64_t Field::number() const {
  if (!value_.is_number_unsigned()) expected("a non-negative integer");
  return value_.get<uint64_t>();
}

uint32_t Field::small_number() const {
  if (number() > std::numeric_limits<uint32_t>::max()) expected("an integer below 2^32");
  return uint32_t(number());
}

double Field::fraction() const {
  if (!value_.is_number() || value_.get<double>() < 0 || value_.get<double>() > 1)
    expected("a number from 0 to 1");
  return value_.get<double>();
}

const std::string& Field::text() const {
  if (!value_.is_string()) expected("a string");
  return value_.get_ref<const std::string&>();
}

bool Field::flag() const {
  if (!value_.is_boolean()) expected("true or false");
  return value_.get<bool>();
}

void Field::expected(std::string_view what) const { wrong(std::string(what) + " was expected"); }

void Field::wrong(std::string_view what) const {
  const std::string where = path();
  throw Error(file_ + ": " + (where.empty() ? "" : where + ": ") + std::string(what));
}

std::string Field::path() const {
  if (parent_ == nullptr) return "";
  const std::string before = parent_->path();
  if (name_ == nullptr) return before + '[' + std::to_string(index_) + ']';
  return before + (before.empty() ? "" : ".") + shortened(printable(name_), 60);
}

Field::Json parse_json(std::string_view text, const std::string& file) {
  const auto check_depth = [&](int depth, Field::Json::parse_event_t, Field::Json&) {
    if (depth > kMaxDepth)
      throw Error(file + ": nested deeper than " + std::to_string(kMaxDepth) + " levels");
    return true;
  };
  try {
    return Field::Json::parse(text, check_depth);
  } catch (const Field::Json::parse_error& error) {
    throw Error(file + ": offset " + std::to_string(error.byte == 0 ? 0 : error.byte - 1) +
                ": JSON was expected");
  } catch (const Field::Json::exception&) {
    throw Error(file + ": a number is too large");
  }
}

}  // namespace flowlog::graph
