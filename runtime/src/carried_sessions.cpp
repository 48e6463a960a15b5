// carried_sessions.cpp: see carried_sessions.h.
#include "carried_sessions.h"

#include <sys/mman.h>

namespace flowlog::runtime {

constinit CarriedSessions carried_sessions;

uint32_t CarriedSessions::put(const OpenSession& session, uint32_t slot) {
  const uint32_t first = pop_free();
  if (first == 0) return slot;
  at(first).session = session;
  at(first).next.store(slot, std::memory_order_relaxed);
  return first;
}

OpenSession CarriedSessions::take(uint32_t& slot) {
  const uint32_t taken = slot;
  const OpenSession session = at(taken).session;
  slot = at(taken).next.load(std::memory_order_relaxed);
  push_free(taken, taken);
  return session;
}

uint32_t CarriedSessions::pop_free() {
  // acquire: pairs with the release in push_free, of the slot and of its link.
  uint64_t head = free_.load(std::memory_order_acquire);
  for (;;) {
    const auto slot = static_cast<uint32_t>(head);
    if (slot == 0) {
      if (!grow()) return 0;
      head = free_.load(std::memory_order_acquire);
      continue;
    }
    const uint64_t changed = ((head >> 32) + 1) << 32 | at(slot).next.load(std::memory_order_relaxed);
    if (free_.compare_exchange_weak(head, changed, std::memory_order_acquire, std::memory_order_acquire))
      return slot;
  }
}

// Slots that are linked from `first` to `last`.
void CarriedSessions::push_free(uint32_t first, uint32_t last) {
  uint64_t head = free_.load(std::memory_order_relaxed);
  do {
    at(last).next.store(static_cast<uint32_t>(head), std::memory_order_relaxed);
  } while (!free_.compare_exchange_weak(head, ((head >> 32) + 1) << 32 | first, std::memory_order_release,
                                        std::memory_order_relaxed));
}

// True also if another thread has done so.
bool CarriedSessions::grow() {
  uint32_t segment = 0;
  while (segment < kSegments && segments_[segment].load(std::memory_order_relaxed) != nullptr) ++segment;
  if (segment == kSegments) return static_cast<uint32_t>(free_.load()) != 0;
  constexpr size_t kBytes = sizeof(Slot) * kPerSegment;
  void* const memory = ::mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return false;
  Slot* none = nullptr;
  // release: pairs with the acquire in at(), which follows an index that came out of the free list.
  if (!segments_[segment].compare_exchange_strong(none, static_cast<Slot*>(memory),
                                                  std::memory_order_release)) {
    ::munmap(memory, kBytes);
    return true;
  }
  const uint32_t begin = segment * kPerSegment, first = begin == 0 ? 1 : begin;  // 0 is no slot
  const uint32_t last = begin + kPerSegment - 1;
  for (uint32_t slot = first; slot < last; ++slot) at(slot).next.store(slot + 1, std::memory_order_relaxed);
  push_free(first, last);
  return true;
}

}  // namespace flowlog::runtime
