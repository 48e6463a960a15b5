// free_list.h: a lock-free stack of indices that any thread may push to and pop from.
//
// Treiber's stack (1986). The head holds a count of changes beside the index, so that a pop that was
// interrupted sees that the head was taken and came back in between (ABA). No allocation, no waiting: safe in
// signal handlers.
#pragma once

#include "index_links.h"

namespace flowlog::runtime {

class FreeList {
 public:
  constexpr FreeList() = default;

  // `links` has an entry for each index, and outlives the list. Empties it; no other thread may use it
  // meanwhile.
  void reset(IndexLink* links) {
    links_ = links;
    head_.store(kNoIndex, std::memory_order_relaxed);
  }

  void push(uint32_t index) {
    uint64_t head = head_.load(std::memory_order_relaxed);
    do {
      links_[index].store(index_of(head), std::memory_order_relaxed);
      // release: what was done to the chunk happens before it is taken; pairs with the acquire in pop.
    } while (!head_.compare_exchange_weak(head, changed(head, index), std::memory_order_release,
                                          std::memory_order_relaxed));
  }

  // kNoIndex if it is empty.
  uint32_t pop() {
    // acquire: pairs with the release in push, of the chunk and of its link.
    uint64_t head = head_.load(std::memory_order_acquire);
    while (index_of(head) != kNoIndex) {
      const uint32_t next = links_[index_of(head)].load(std::memory_order_relaxed);
      if (head_.compare_exchange_weak(head, changed(head, next), std::memory_order_acquire,
                                      std::memory_order_acquire)) {
        return index_of(head);
      }
    }
    return kNoIndex;
  }

  bool empty() const { return index_of(head_.load(std::memory_order_relaxed)) == kNoIndex; }

 private:
  static uint32_t index_of(uint64_t head) { return static_cast<uint32_t>(head); }
  static uint64_t changed(uint64_t head, uint32_t index) { return ((head >> 32) + 1) << 32 | index; }

  std::atomic<uint64_t> head_{kNoIndex};  // | changes 32 bits | index 32 bits |
  IndexLink* links_ = nullptr;
};

}  // namespace flowlog::runtime
