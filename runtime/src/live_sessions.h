// live_sessions.h: tells whether a flowlog::session that was shared has ended, to whoever has its context.
//
// A slot for each that has been shared and has not ended, from its first share on. The slot holds the
// session's number, which no other session has, so that a handle (slot and number) is dead for good once the
// slot is emptied, whoever has it next. A table of fixed size: no allocation, no waiting, any thread, signal
// handlers too.
#pragma once

#include <atomic>
#include <cstdint>

namespace flowlog::runtime {

class LiveSessions {
 public:
  static constexpr unsigned kSlotBits = 16;
  static constexpr uint32_t kSlots = 1u << kSlotBits;

  constexpr LiveSessions() = default;

  // The handle of a session that begins to be shared; `number` is below 2^48 and not 0. 0 where there is no
  // slot left: nothing will tell then when it has ended.
  uint64_t add(uint64_t number) {
    const uint32_t slot = take_slot();
    if (slot == 0) return 0;
    // release: pairs with the acquire in is_live, for what the session's own thread did before it shared it.
    slots_[slot].number.store(number, std::memory_order_release);
    return number << kSlotBits | slot;
  }

  static uint64_t session_of(uint64_t handle) { return handle >> kSlotBits; }

  // True for handle 0.
  bool is_live(uint64_t handle) const {
    if (handle == 0) return true;
    return slots_[slot_of(handle)].number.load(std::memory_order_acquire) == session_of(handle);
  }

  // Once for each handle that is not 0.
  void remove(uint64_t handle) {
    slots_[slot_of(handle)].number.store(0, std::memory_order_release);
    give_back(slot_of(handle));
  }

 private:
  struct Slot {
    std::atomic<uint64_t> number{0};
    std::atomic<uint32_t> next{0};  // of the free ones
  };

  static uint32_t slot_of(uint64_t handle) { return static_cast<uint32_t>(handle) & (kSlots - 1); }

  // Treiber's stack, as in free_list.h, but made of slots that were used before; 0 is no slot.
  uint32_t take_slot() {
    // acquire: pairs with the release in give_back, of the slot's link.
    uint64_t head = free_.load(std::memory_order_acquire);
    while (const auto slot = static_cast<uint32_t>(head)) {
      const uint64_t after = changed(head, slots_[slot].next.load(std::memory_order_relaxed));
      if (free_.compare_exchange_weak(head, after, std::memory_order_acquire, std::memory_order_acquire))
        return slot;
    }
    uint32_t used = used_.load(std::memory_order_relaxed);
    while (used + 1 < kSlots) {
      if (used_.compare_exchange_weak(used, used + 1, std::memory_order_relaxed)) return used + 1;
    }
    return 0;
  }

  void give_back(uint32_t slot) {
    uint64_t head = free_.load(std::memory_order_relaxed);
    do {
      slots_[slot].next.store(static_cast<uint32_t>(head), std::memory_order_relaxed);
    } while (!free_.compare_exchange_weak(head, changed(head, slot), std::memory_order_release,
                                          std::memory_order_relaxed));
  }

  static uint64_t changed(uint64_t head, uint32_t slot) { return ((head >> 32) + 1) << 32 | slot; }

  std::atomic<uint64_t> free_{0};  // | changes 32 bits | slot 32 bits |
  std::atomic<uint32_t> used_{0};  // slots that ever were
  Slot slots_[kSlots];             // pages that are never touched take no memory
};

extern constinit LiveSessions live_sessions;

}  // namespace flowlog::runtime
