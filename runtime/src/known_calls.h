// known_calls.h: what a thread knows of its innermost calls when it begins a chunk: open_sites.h.
#pragma once

#include <cstdint>

namespace flowlog::runtime {

struct KnownCalls {
  static constexpr uint32_t kLevels = 16;

  uint32_t depth = 0;         // of recorded calls
  uint32_t sites[kLevels]{};  // [0] is the innermost's; 0: not known
  uint64_t outermost = 0;     // packed position of the enter that began the first of them; 0: not known
};

}  // namespace flowlog::runtime
