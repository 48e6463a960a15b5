// chunk_queue.h: full chunks on their way to the writer: many threads put in, one takes out.
//
// The one that takes, takes all at once, which leaves no room for ABA; what was put in first comes out first.
// No allocation, no waiting: safe in signal handlers.
#pragma once

#include "index_links.h"

namespace flowlog::runtime {

class ChunkQueue {
 public:
  constexpr ChunkQueue() = default;

  // `links` has an entry for each index, and outlives the queue. Empties it; no other thread may use it
  // meanwhile.
  void reset(IndexLink* links) {
    links_ = links;
    newest_.store(kNoIndex, std::memory_order_relaxed);
  }

  // Any thread.
  void put(uint32_t index) {
    uint32_t newest = newest_.load(std::memory_order_relaxed);
    do {
      links_[index].store(newest, std::memory_order_relaxed);
      // release: the words of the chunk happen before they are read; pairs with the acquire in take_all.
    } while (
        !newest_.compare_exchange_weak(newest, index, std::memory_order_release, std::memory_order_relaxed));
  }

  // One thread at a time. Calls `visit(index)` for each, oldest first; it may put the index into another
  // list.
  template <typename Visit>
  void take_all(Visit visit) {
    uint32_t newest = newest_.exchange(kNoIndex, std::memory_order_acquire);
    uint32_t oldest = kNoIndex;
    while (newest != kNoIndex) {
      const uint32_t before = links_[newest].load(std::memory_order_relaxed);
      links_[newest].store(oldest, std::memory_order_relaxed);
      oldest = newest;
      newest = before;
    }
    while (oldest != kNoIndex) {
      const uint32_t after = links_[oldest].load(std::memory_order_relaxed);
      visit(oldest);
      oldest = after;
    }
  }

  bool empty() const { return newest_.load(std::memory_order_relaxed) == kNoIndex; }

 private:
  std::atomic<uint32_t> newest_{kNoIndex};
  IndexLink* links_ = nullptr;
};

}  // namespace flowlog::runtime
