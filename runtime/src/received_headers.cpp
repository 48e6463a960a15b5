// received_headers.cpp: see received_headers.h.
#include "received_headers.h"

#include <string.h>
#include <sys/mman.h>

namespace flowlog::runtime {

constinit ReceivedHeaders received_headers;

bool ReceivedHeaders::put(uint64_t session, const flowlog_received& received) {
  for (uint32_t number = 0; number < kSegments; ++number) {
    Segment* const in = segment(number, true);
    if (in == nullptr) return false;
    for (Slot& slot : in->slots) {
      uint32_t none = 0;
      // acquire: pairs with the release of whoever let it go last.
      if (!slot.holders.compare_exchange_strong(none, 1, std::memory_order_acquire)) continue;
      slot.received = received;
      memcpy(slot.state, received.state, received.state_bytes);
      memcpy(slot.correlation, received.correlation, received.correlation_bytes);
      slot.received.state = slot.state;
      slot.received.correlation = slot.correlation;
      slot.session.store(session, std::memory_order_release);  // pairs with the acquire in find
      return true;
    }
  }
  return false;
}

void ReceivedHeaders::take_out(uint64_t session) {
  Slot* const slot = find(session);
  if (slot == nullptr) return;
  slot->session.store(0, std::memory_order_relaxed);
  let_go(*slot);
}

void ReceivedHeaders::clear() {
  for (uint32_t number = 0; Segment* const in = segment(number, false); ++number) {
    for (Slot& slot : in->slots) {
      slot.session.store(0, std::memory_order_relaxed);
      slot.holders.store(0, std::memory_order_relaxed);
    }
  }
}

ReceivedHeaders::Slot* ReceivedHeaders::find(uint64_t session) {
  if (session == 0) return nullptr;
  for (uint32_t number = 0; Segment* const in = segment(number, false); ++number) {
    for (Slot& slot : in->slots) {
      if (slot.session.load(std::memory_order_acquire) == session) return &slot;
    }
  }
  return nullptr;
}

// The session may end meanwhile, and its slot be another's.
ReceivedHeaders::Slot* ReceivedHeaders::hold(uint64_t session) {
  Slot* const slot = find(session);
  if (slot == nullptr) return nullptr;
  uint32_t holders = slot->holders.load(std::memory_order_relaxed);
  do {
    if (holders == 0) return nullptr;
  } while (!slot->holders.compare_exchange_weak(holders, holders + 1, std::memory_order_acquire));
  if (slot->session.load(std::memory_order_acquire) == session) return slot;
  let_go(*slot);
  return nullptr;
}

// Null beyond the last that there is, and if there is no memory.
ReceivedHeaders::Segment* ReceivedHeaders::segment(uint32_t number, bool make) {
  if (number == kSegments) return nullptr;
  Segment* there = segments_[number].load(std::memory_order_acquire);
  if (there != nullptr || !make) return there;
  void* const memory =
      ::mmap(nullptr, sizeof(Segment), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return nullptr;
  auto* const made = static_cast<Segment*>(memory);  // zeros are free slots
  // release: pairs with the acquire above.
  if (segments_[number].compare_exchange_strong(there, made, std::memory_order_acq_rel)) return made;
  ::munmap(memory, sizeof(Segment));
  return there;
}

}  // namespace flowlog::runtime
