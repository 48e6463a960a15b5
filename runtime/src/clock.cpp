// clock.cpp: choosing and calibrating the clock.
#include "clock.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace flowlog::runtime {

ClockKind best_clock() {
#if defined(__x86_64__)
  constexpr unsigned kPowerManagement = 0x80000007, kInvariantTsc = 1u << 8;
  unsigned a, b, c, d;
  if (__get_cpuid(kPowerManagement, &a, &b, &c, &d) && (d & kInvariantTsc) != 0) return ClockKind::kTsc;
  return ClockKind::kMonotonic;
#elif defined(__aarch64__)
  return ClockKind::kTsc;  // cntvct_el0 is invariant by its definition
#else
  return ClockKind::kMonotonic;
#endif
}

const char* name_of(ClockKind kind) { return kind == ClockKind::kTsc ? "tsc" : "monotonic"; }

format::ClockPoint read_clocks(ClockKind kind) {
  constexpr int kTries = 4;  // the least disturbed counts
  format::ClockPoint best{};
  uint64_t best_width = UINT64_MAX;
  for (int i = 0; i < kTries; ++i) {
    timespec wall;
    const uint64_t before_ns = monotonic_ns();
    const uint64_t ticks = ticks_now(kind);
    ::clock_gettime(CLOCK_REALTIME, &wall);
    const uint64_t after_ns = monotonic_ns();
    if (after_ns - before_ns >= best_width) continue;
    best_width = after_ns - before_ns;
    best.monotonic_ns = static_cast<int64_t>(before_ns + best_width / 2);
    best.ticks = kind == ClockKind::kMonotonic ? static_cast<uint64_t>(best.monotonic_ns) : ticks;
    best.wall_ns = int64_t{wall.tv_sec} * 1000000000 + wall.tv_nsec;
  }
  return best;
}

}  // namespace flowlog::runtime
