// clock.h: the time of records, and its relation to the clocks of the system.
#pragma once

#include <flowlog/format.h>
#include <time.h>

#include <cstdint>

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

namespace flowlog::runtime {

enum class ClockKind : uint8_t {
  kNone,       // not chosen; what a child finds that was forked behind our back
  kMonotonic,  // CLOCK_MONOTONIC in nanoseconds
  kOff,        // every time is 0
  kTsc,        // the processor's counter, where it runs at one rate on all cores
};

// The best this machine has.
ClockKind best_clock();

// "tsc" or "monotonic", as the archive says it.
const char* name_of(ClockKind kind);

inline uint64_t monotonic_ns() {
  timespec now;
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1000000000u + static_cast<uint64_t>(now.tv_nsec);
}

// Whether reading it takes more than an instruction, or something else must be done first.
inline bool is_clock_a_call(ClockKind kind) { return kind <= ClockKind::kMonotonic; }

// Of a clock that is not a call. Any thread, signal handlers too, as the next.
inline uint64_t ticks_in_place(ClockKind kind) {
  if (__builtin_expect(kind == ClockKind::kOff, 0)) return 0;
#if defined(__x86_64__)
  return __rdtsc();
#elif defined(__aarch64__)
  uint64_t ticks;
  asm volatile("mrs %0, cntvct_el0" : "=r"(ticks));
  return ticks;
#else
  return 0;
#endif
}

inline uint64_t ticks_now(ClockKind kind) {
  return is_clock_a_call(kind) ? monotonic_ns() : ticks_in_place(kind);
}

// Reads all clocks as nearly at one moment as can be had.
format::ClockPoint read_clocks(ClockKind kind);

}  // namespace flowlog::runtime
