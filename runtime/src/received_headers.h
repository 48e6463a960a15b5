// received_headers.h: what the callers of this process's sessions sent along, kept while the sessions are
// open, so that it can be sent on from whatever thread works for them.
//
// A table by session number. Lock-free, any thread; memory comes by the segment, as sessions are open at the
// same time, and is not given back.
#pragma once

#include <flowlog/abi.h>

#include <atomic>
#include <cstdint>

namespace flowlog::runtime {

class ReceivedHeaders {
 public:
  constexpr ReceivedHeaders() = default;

  // False if there is no room.
  bool put(uint64_t session, const flowlog_received& received);
  // Costs a load where nothing was ever put.
  void remove(uint64_t session) {
    if (segments_[0].load(std::memory_order_relaxed) != nullptr) take_out(session);
  }

  // Calls `use` with the headers, which stay until it returns. False if there are none of this session.
  template <class Use>
  bool with(uint64_t session, Use use) {
    Slot* const slot = hold(session);
    if (slot == nullptr) return false;
    use(static_cast<const flowlog_received&>(slot->received));
    let_go(*slot);
    return true;
  }

  // In the child of a fork, where nobody else is.
  void clear();

 private:
  static constexpr uint32_t kPerSegment = 64;
  static constexpr uint32_t kSegments = 64;

  struct Slot {
    std::atomic<uint32_t> holders;  // 0: the slot is free; its session counts as one
    std::atomic<uint64_t> session;  // 0: none any more
    flowlog_received received;      // its texts are those below
    char state[FLOWLOG_MAX_STATE];
    char correlation[FLOWLOG_MAX_CORRELATION];
  };
  struct Segment {
    Slot slots[kPerSegment];
  };

  void take_out(uint64_t session);
  Slot* find(uint64_t session);
  Slot* hold(uint64_t session);
  void let_go(Slot& slot) { slot.holders.fetch_sub(1, std::memory_order_acq_rel); }
  Segment* segment(uint32_t number, bool make);

  std::atomic<Segment*> segments_[kSegments] = {};
};

extern constinit ReceivedHeaders received_headers;

}  // namespace flowlog::runtime
