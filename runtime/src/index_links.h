// index_links.h: what the lock-free lists of chunks have in common.
//
// Chunks are known by their index in the pool. A chunk stands in at most one list at a time, so one array of
// links, of an entry for each chunk, serves all lists of a pool.
#pragma once

#include <atomic>
#include <cstdint>

namespace flowlog::runtime {

using IndexLink = std::atomic<uint32_t>;

inline constexpr uint32_t kNoIndex = UINT32_MAX;

}  // namespace flowlog::runtime
