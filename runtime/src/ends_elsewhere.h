// ends_elsewhere.h: sessions that are not recorded and were ended on another thread than their own, which
// would record nothing for ever if it did not hear of that.
//
// Their own thread looks through the last of them when there are new ones. Where it has missed some, it is
// told so. A table of fixed size: no allocation, no waiting, any thread, signal handlers too.
#pragma once

#include <atomic>
#include <cstdint>

namespace flowlog::runtime {

class EndsElsewhere {
 public:
  static constexpr uint64_t kKept = 64;

  constexpr EndsElsewhere() = default;

  void add(uint64_t session) {
    const uint64_t at = begun_.fetch_add(1, std::memory_order_relaxed);
    sessions_[at % kKept].store(session, std::memory_order_relaxed);
    // release: pairs with the acquire in count, of the session.
    finished_.fetch_add(1, std::memory_order_release);
  }

  // How many there were so far.
  uint64_t count() const { return finished_.load(std::memory_order_acquire); }

  // Whether the session may be among those since there were `seen`: it is, or some of these are kept no more.
  bool may_have(uint64_t session, uint64_t seen) const {
    for (const auto& kept : sessions_) {
      if (kept.load(std::memory_order_relaxed) == session) return true;
    }
    return begun_.load(std::memory_order_relaxed) - seen > kKept;
  }

 private:
  std::atomic<uint64_t> begun_{0}, finished_{0};
  std::atomic<uint64_t> sessions_[kKept] = {};
};

extern constinit EndsElsewhere ends_elsewhere;

}  // namespace flowlog::runtime
