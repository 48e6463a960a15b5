// json_field.cpp: see json_field.h.
#include "graph/json_field.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "error.h"
#include "text.h"

namespace flowlog::graph {
namespace {

// Far beyond any shape; what takes a JSON value apart may recurse.
constexpr int kMaxDepth = 256;

// Throws Error for `text`, which could not be read. simdjson says that, and this parser where.
[[noreturn]] void refuse(std::string_view text, const std::string& file) {
  using Json = nlohmann::json;
  const auto check_depth = [&](int depth, Json::parse_event_t, Json&) {
    if (depth > kMaxDepth)
      throw Error(file + ": nested deeper than " + std::to_string(kMaxDepth) + " levels");
    return false;  // nothing is kept
  };
  try {
    [[maybe_unused]] const Json nothing = Json::parse(text, check_depth);
  } catch (const Json::parse_error& error) {
    throw Error(file + ": offset " + std::to_string(error.byte == 0 ? 0 : error.byte - 1) +
                ": JSON was expected");
  } catch (const Json::exception&) {
  }
  throw Error(file + ": a number is too large");
}

}  // namespace

JsonDocument::JsonDocument(std::string_view text, std::string file) : file_(std::move(file)) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const bool parsed = parser_.allocate(text.size(), kMaxDepth) == simdjson::SUCCESS &&
                      parser_.parse(text.data(), text.size()).get(root_) == simdjson::SUCCESS;
  if (!parsed) refuse(text, file_);
}

Field Field::operator[](const char* name) const {
  if (auto field = find(name)) return *field;
  wrong("the field \"" + std::string(name) + "\" is missing");
}

std::optional<Field> Field::find(const char* name) const {
  simdjson::dom::object members;
  if (value_.get(members) != simdjson::SUCCESS) expected("an object");
  simdjson::dom::element value;
  if (members.at_key(name).get(value) != simdjson::SUCCESS) return std::nullopt;
  return Field(value, *this, name, 0);
}

uint64_t Field::number() const {
  if (!value_.is_int64() && !value_.is_uint64()) expected("a non-negative integer");
  uint64_t number = 0;
  if (value_.get(number) != simdjson::SUCCESS) expected("a non-negative integer");
  return number;
}

uint32_t Field::small_number() const {
  if (number() > std::numeric_limits<uint32_t>::max()) expected("an integer below 2^32");
  return uint32_t(number());
}

double Field::fraction() const {
  double number = 0;
  if (value_.get(number) != simdjson::SUCCESS || number < 0 || number > 1) expected("a number from 0 to 1");
  return number;
}

std::string Field::text() const {
  std::string_view text;
  if (value_.get(text) != simdjson::SUCCESS) expected("a string");
  return std::string(text);
}

bool Field::flag() const {
  bool flag = false;
  if (value_.get(flag) != simdjson::SUCCESS) expected("true or false");
  return flag;
}

std::string Field::json() const { return simdjson::to_string(value_); }

std::optional<std::pair<uint64_t, uint64_t>> Field::pair_of_numbers() const {
  simdjson::dom::array items;
  if (value_.get(items) != simdjson::SUCCESS) return std::nullopt;
  uint64_t numbers[2];
  size_t read = 0;
  for (const simdjson::dom::element item : items) {
    if (read == 2 || item.get(numbers[read++]) != simdjson::SUCCESS) return std::nullopt;
  }
  if (read != 2) return std::nullopt;
  return std::pair(numbers[0], numbers[1]);
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

}  // namespace flowlog::graph
