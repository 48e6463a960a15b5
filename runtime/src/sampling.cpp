// sampling.cpp: see sampling.h.
#include "sampling.h"

#include <sys/random.h>

#include <atomic>

#include "base/signals_blocked.h"
#include "clock.h"

namespace flowlog::runtime {

constinit uint32_t recorded_of_billion = kNotKnownYet;
constinit uint64_t sampling_seed = 0;

namespace {

constinit std::atomic<uint64_t> blocks{1};  // so far
constinit std::atomic<uint64_t> first_of_process{0};

}  // namespace

void take_numbers() {
  const SignalsBlocked blocked;
  if (this_thread.next_number % kNumberBlock == 0)
    this_thread.next_number = blocks.fetch_add(1) * kNumberBlock + 1;
}

bool is_of_parent(uint64_t number) { return number < first_of_process.load(std::memory_order_relaxed); }

uint64_t forget_numbers() {
  first_of_process.store(blocks.load() * kNumberBlock);
  return first_of_process.load();
}

void set_sampling(uint32_t recorded) {
  recorded_of_billion = recorded;
  if (!is_sampling()) return;
  if (::getrandom(&sampling_seed, sizeof sampling_seed, GRND_NONBLOCK) != sizeof sampling_seed)
    sampling_seed = monotonic_ns() ^ ticks_now(best_clock()) << 32;
}

}  // namespace flowlog::runtime
