// long_runs.h: how often a test tries what goes wrong seldom.
#pragma once

#include <cstdlib>

namespace flowlog::runtime {

// `scripts/check --long` asks for the full count.
inline int rounds(int short_count, int full_count) {
  return std::getenv("FLOWLOG_LONG") != nullptr ? full_count : short_count;
}

}  // namespace flowlog::runtime
