// loss_notes.h: what threads lost that ended, or had to end, before they could write it down.
//
// A thread writes its losses at the beginning of its next chunk. If there is none to be had at its end, a
// note takes the place of that chunk, and goes into the archive when the trace is closed. Any thread adds
// notes; one reads them, when no more are wanted. No allocation, no lock: what finds no room is counted with
// all that was dropped, but not located.
#pragma once

#include <flowlog/format.h>

#include <atomic>
#include <cstdint>

#include "archive/columns.h"

namespace flowlog::runtime {

struct LossNote {
  archive::ChunkFacts facts;  // of the chunk that it stands for
  format::LostRecords lost;
};

class LossNotes {
 public:
  constexpr LossNotes() = default;

  void add(const LossNote& note) {
    const uint32_t at = begun_.fetch_add(1, std::memory_order_relaxed);
    if (at >= kCapacity) return;
    slots_[at].note = note;
    slots_[at].is_whole.store(true, std::memory_order_release);  // pairs with the acquire in for_each
  }

  template <typename Visit>
  void for_each(Visit visit) const {
    for (const Slot& slot : slots_) {
      if (slot.is_whole.load(std::memory_order_acquire)) visit(slot.note);
    }
  }

  // No other thread may use them meanwhile.
  void clear() {
    for (Slot& slot : slots_) slot.is_whole.store(false, std::memory_order_relaxed);
    begun_.store(0, std::memory_order_relaxed);
  }

 private:
  static constexpr uint32_t kCapacity = 256;

  struct Slot {
    std::atomic<bool> is_whole{false};
    LossNote note{};
  };

  std::atomic<uint32_t> begun_{0};
  Slot slots_[kCapacity];
};

}  // namespace flowlog::runtime
