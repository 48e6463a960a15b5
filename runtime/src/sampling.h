// sampling.h: which sessions are recorded.
//
// Each session has a number, which no other session or suspension of the process has, nor any of its parent's
// before the fork. Whether it is recorded follows from a mix of the number and the process's seed, so that it
// depends neither on what the session does nor on the others.
#pragma once

#include <cstdint>

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

// A number, below 2^44 before a thousand million threads have run. Any thread, signal handlers too.
uint64_t next_number();

// Whether the number was given before this process was forked.
bool is_of_parent(uint64_t number);

// In the child of a fork.
void forget_numbers();

// Before recording begins.
void set_sampling(uint32_t recorded);

}  // namespace flowlog::runtime
