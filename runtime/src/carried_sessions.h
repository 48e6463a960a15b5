// carried_sessions.h: the sessions that suspended coroutines have taken along, until they are resumed on
// whatever thread.
//
// A list for each suspension, outermost session first, of slots from a slab that grows by segments and is
// never given back. Lock-free: Treiber's stack, as in free_list.h. Any thread, signal handlers too; no
// malloc.
#pragma once

#include <atomic>
#include <cstdint>

#include "hot/thread_state.h"

namespace flowlog::runtime {

class CarriedSessions {
 public:
  constexpr CarriedSessions() = default;

  static constexpr unsigned kSlotBits = 20;

  // Puts `session` before the list that starts at `slot`, 0 being the empty one. Returns where the list
  // starts then; `slot` itself if there is no memory.
  uint32_t put(const OpenSession& session, uint32_t slot);

  const OpenSession& first(uint32_t slot) { return at(slot).session; }

  // Takes the first off the list, which then starts at `slot`. The list must not be empty.
  OpenSession take(uint32_t& slot);

 private:
  struct Slot {
    OpenSession session;
    std::atomic<uint32_t> next;  // in its list, or of the free ones
  };
  static constexpr uint32_t kPerSegment = 4096;
  static constexpr uint32_t kSegments = (1u << kSlotBits) / kPerSegment;

  Slot& at(uint32_t slot) {
    return segments_[slot / kPerSegment].load(std::memory_order_acquire)[slot % kPerSegment];
  }
  uint32_t pop_free();
  void push_free(uint32_t first, uint32_t last);
  bool grow();

  std::atomic<uint64_t> free_{0};  // | changes 32 bits | slot 32 bits |
  std::atomic<Slot*> segments_[kSegments] = {};
};

extern constinit CarriedSessions carried_sessions;

}  // namespace flowlog::runtime
