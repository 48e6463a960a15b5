// options.h: what the environment and the configuration file ask of the recorder. Each option is declared
// once, in options.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "sampling.h"

namespace flowlog::runtime {

enum class Timing : uint8_t { kAll, kOff };
enum class WhenFull : uint8_t { kDrop, kWait };

struct Options {
  bool enabled = true;
  char folder[4000] = "flowlog-out";  // of the archives
  Timing timing = Timing::kAll;
  uint32_t pool_mib = 16;   // 1 to 4096
  uint32_t chunk_kib = 64;  // a power of two, 4 to 64
  WhenFull when_full = WhenFull::kDrop;
  uint32_t recorded_of_billion = kAllSessions;  // sessions
  char label[256] = "";
  char test[256] = "";
};

// Whether there is an option of that name.
bool is_option(const char* name);

// What a value of TRACK_FLOW_ENABLED says; nothing if it is neither.
std::optional<bool> read_switch(const char* value);

// Options as `lookup` (getenv's contract) knows them. For a bad value `complaint` is called with one line,
// and the default stands.
Options read_options(const char* (*lookup)(const char* name), void (*complaint)(const char* line));

}  // namespace flowlog::runtime
