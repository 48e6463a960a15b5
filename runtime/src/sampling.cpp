// sampling.cpp: see sampling.h.
#include "sampling.h"

#include <sys/random.h>

#include <atomic>

#include "base/signals_blocked.h"
#include "clock.h"
#include "hot/thread_state.h"

namespace flowlog::runtime {

constinit uint32_t recorded_of_billion = kNotKnownYet;
constinit uint64_t sampling_seed = 0;

namespace {

// A thread takes numbers by the block, so that it shares nothing with others while it begins sessions. The
// first of a block is not given, and says that there is none.
constexpr uint64_t kBlock = 4096;
constinit std::atomic<uint64_t> blocks{1};  // so far
constinit std::atomic<uint64_t> first_of_process{0};

__attribute__((noinline, cold)) void take_block() {
  const SignalsBlocked blocked;
  if (this_thread.next_number % kBlock == 0) this_thread.next_number = blocks.fetch_add(1) * kBlock + 1;
}

}  // namespace

uint64_t next_number() {
  for (;;) {
    uint64_t number = __atomic_load_n(&this_thread.next_number, __ATOMIC_RELAXED);
    if (number % kBlock == 0) {
      take_block();
    } else if (replace(this_thread.next_number, number, number + 1)) {
      return number;
    }
  }
}

bool is_of_parent(uint64_t number) { return number < first_of_process.load(std::memory_order_relaxed); }

void forget_numbers() { first_of_process.store(blocks.load() * kBlock); }

void set_sampling(uint32_t recorded) {
  recorded_of_billion = recorded;
  if (!is_sampling()) return;
  if (::getrandom(&sampling_seed, sizeof sampling_seed, GRND_NONBLOCK) != sizeof sampling_seed)
    sampling_seed = monotonic_ns() ^ ticks_now(best_clock()) << 32;
}

}  // namespace flowlog::runtime
