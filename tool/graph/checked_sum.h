// checked_sum.h: sums of numbers that a file may have made up, and that must not wrap.
#pragma once

#include <cstdint>
#include <stdexcept>

namespace flowlog::graph {

// Throws std::overflow_error; whoever knows what is added makes an Error of it.
inline void add_to(uint64_t& sum, uint64_t value) {
  if (__builtin_add_overflow(sum, value, &sum)) throw std::overflow_error("a sum exceeds 2^64 - 1");
}

}  // namespace flowlog::graph
