// sampling.h: which sessions are recorded.
//
// Each session has a number, which no other session or suspension of the process has, nor any of its parent's
// before the fork. Whether it is recorded follows from a mix of the number and the process's seed, so that it
// depends neither on what the session does nor on the others.
#pragma once

#include <cstdint>

#include "hot/thread_state.h"

namespace flowlog::runtime {

inline constexpr uint32_t kAllSessions = 1'000'000'000;
inline constexpr uint32_t kNotKnownYet = UINT32_MAX;

// How many of a thousand million sessions are recorded. Known once the recorder is attached, before any gate
// is opened.
extern constinit uint32_t recorded_of_billion;
extern constinit uint64_t sampling_seed;

// Whether some sessions are not recorded.
inline bool is_sampling() { return recorded_of_billion < kAllSessions; }

// SplitMix64's finalizer (Steele, Lea, Flood 2014).
inline bool is_sampled(uint64_t number) {
  if (!is_sampling()) return true;
  uint64_t mixed = number * 0x9E3779B97F4A7C15u + sampling_seed;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
  mixed ^= mixed >> 31;
  return (mixed >> 32) * kAllSessions >> 32 < recorded_of_billion;
}

// A thread takes numbers by the block, so that it shares nothing with others while it begins sessions. The
// first of a block is not given, and says that there is none.
inline constexpr uint64_t kNumberBlock = 4096;
__attribute__((noinline, cold)) void take_numbers();

// A number, below 2^44 before a thousand million threads have run. Any thread, signal handlers too.
inline uint64_t next_number() {
  for (;;) {
    const uintptr_t number = *const_cast<const volatile uintptr_t*>(&this_thread.next_number);
    if (__builtin_expect(number % kNumberBlock == 0, 0)) {
      take_numbers();
    } else if (replace(this_thread.next_number, number, number + 1)) {
      return number;
    }
  }
}

// Whether the number was given before this process was forked.
bool is_of_parent(uint64_t number);

// In the child of a fork. Returns the first number that was not given before it.
uint64_t forget_numbers();

// Before recording begins.
void set_sampling(uint32_t recorded);

}  // namespace flowlog::runtime
