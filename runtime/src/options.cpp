// options.cpp: the table of options.
#include "options.h"

#include <string.h>

#include <initializer_list>

#include "base/text.h"

namespace flowlog::runtime {
namespace {

bool is_one_of(const char* value, std::initializer_list<const char*> words) {
  for (const char* word : words) {
    if (strcasecmp(value, word) == 0) return true;
  }
  return false;
}

bool parse_number(const char* value, uint32_t least, uint32_t most, uint32_t& number) {
  uint64_t parsed = 0;
  if (*value == '\0') return false;
  for (; *value != '\0'; ++value) {
    if (*value < '0' || *value > '9') return false;
    parsed = parsed * 10 + static_cast<unsigned>(*value - '0');
    if (parsed > most) return false;
  }
  if (parsed < least) return false;
  number = static_cast<uint32_t>(parsed);
  return true;
}

// In thousand millionths: "0", "0.25", "1.0".
bool parse_fraction(const char* value, uint32_t& billionths) {
  if (*value != '0' && *value != '1') return false;
  uint64_t parsed = static_cast<unsigned>(*value++ - '0');
  const bool has_decimals = *value == '.' && value[1] != '\0';
  if (has_decimals) ++value;
  for (unsigned decimals = 0; decimals < 9; ++decimals) {
    const bool is_digit = has_decimals && *value >= '0' && *value <= '9';
    parsed = parsed * 10 + (is_digit ? static_cast<unsigned>(*value++ - '0') : 0);
  }
  if (*value != '\0' || parsed > kAllSessions) return false;
  billionths = static_cast<uint32_t>(parsed);
  return true;
}

template <size_t kCapacity>
bool copy_text(const char* value, char (&to)[kCapacity]) {
  const size_t bytes = strlen(value);
  if (bytes >= kCapacity) return false;
  memcpy(to, value, bytes + 1);
  return true;
}

struct Option {
  const char* name;
  const char* expected;  // what a complaint says
  bool (*parse)(const char* value, Options& options);
};

constexpr Option kOptions[] = {
    {"TRACK_FLOW_ENABLED", "true or false",
     [](const char* value, Options& options) {
       const std::optional<bool> on = read_switch(value);
       options.enabled = on.value_or(true);
       return on.has_value();
     }},
    {"FLOWLOG_DIR", "a folder of less than 4000 bytes",
     [](const char* value, Options& options) { return *value != '\0' && copy_text(value, options.folder); }},
    {"FLOWLOG_TIMING", "all or off",
     [](const char* value, Options& options) {
       options.timing = is_one_of(value, {"off"}) ? Timing::kOff : Timing::kAll;
       return is_one_of(value, {"all", "off"});
     }},
    {"FLOWLOG_POOL_MIB", "a whole number from 1 to 4096",
     [](const char* value, Options& options) { return parse_number(value, 1, 4096, options.pool_mib); }},
    {"FLOWLOG_CHUNK_KIB", "4, 8, 16, 32 or 64",
     [](const char* value, Options& options) {
       uint32_t kib = 0;
       if (!parse_number(value, 4, 64, kib) || (kib & (kib - 1)) != 0) return false;
       options.chunk_kib = kib;
       return true;
     }},
    {"FLOWLOG_WHEN_FULL", "drop or wait",
     [](const char* value, Options& options) {
       options.when_full = is_one_of(value, {"wait"}) ? WhenFull::kWait : WhenFull::kDrop;
       return is_one_of(value, {"drop", "wait"});
     }},
    {"FLOWLOG_SAMPLE", "a fraction from 0 to 1 of at most nine decimals",
     [](const char* value, Options& options) { return parse_fraction(value, options.recorded_of_billion); }},
    {"FLOWLOG_LABEL", "less than 256 bytes",
     [](const char* value, Options& options) { return copy_text(value, options.label); }},
    {"FLOWLOG_TEST", "less than 256 bytes",
     [](const char* value, Options& options) { return copy_text(value, options.test); }},
};

}  // namespace

std::optional<bool> read_switch(const char* value) {
  if (is_one_of(value, {"true", "1", "on", "yes"})) return true;
  if (is_one_of(value, {"false", "0", "off", "no"})) return false;
  return {};
}

bool is_option(const char* name) {
  for (const Option& option : kOptions) {
    if (strcmp(option.name, name) == 0) return true;
  }
  return false;
}

Options read_options(const char* (*lookup)(const char* name), void (*complaint)(const char* line)) {
  Options options;
  for (const Option& option : kOptions) {
    const char* value = lookup(option.name);
    if (value == nullptr) continue;
    const Options before = options;
    if (option.parse(value, options)) continue;
    options = before;
    Text<512> line;
    const size_t shown_bytes = strnlen(value, 200);
    line.add(option.name).add("='").add({value, shown_bytes}).add("' is not ").add(option.expected);
    line.add("; the default is used");
    complaint(line.c_str());
  }
  return options;
}

}  // namespace flowlog::runtime
