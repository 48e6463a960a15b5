// clock.h: from ticks to nanoseconds, and from those to the time of day. docs/format.md, "Clock".
//
// Durations are differences of monotonic time, so that a step of the wall clock changes none of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "flowlog/format.h"

namespace flowlog::trace {

class Clock {
 public:
  // Any points in any order; those that contradict an earlier one (no later, or time running back) are left
  // out. With no point a tick is a nanosecond since 1970.
  explicit Clock(std::vector<format::ClockPoint> points = {});

  // Monotonic time of `ticks`. Never decreases as ticks grow.
  int64_t monotonic_ns(uint64_t ticks) const {
    const Segment& last = segments_[used_];
    if (ticks - last.ticks < last.length) return last.at(ticks);
    return far_monotonic_ns(ticks);
  }

  // Nanoseconds since 1970, UTC.
  int64_t wall_ns(int64_t monotonic_ns) const;

 private:
  using Wide = unsigned __int128;

  // With 40 bits an hour of 4 GHz ticks is off by less than 15 ns, and rates up to 2^24 ns per tick fit.
  static constexpr unsigned kRateBits = 40;
  static constexpr uint64_t kOneNsPerTick = uint64_t{1} << kRateBits;
  static constexpr uint64_t kMaxRate = kOneNsPerTick << 23;

  static uint64_t rate_between(const format::ClockPoint& a, const format::ClockPoint& b);

  struct Segment {
    uint64_t ticks;   // where it begins
    uint64_t length;  // in ticks
    int64_t monotonic_ns;
    int64_t wall_offset_ns;
    uint64_t rate;  // ns per tick, with kRateBits of fraction

    int64_t at(uint64_t now) const {
      return int64_t(uint64_t(monotonic_ns) + uint64_t((Wide(now - ticks) * rate) >> kRateBits));
    }
  };

  int64_t far_monotonic_ns(uint64_t ticks) const;

  std::vector<Segment> segments_;  // at least one; sorted
  mutable size_t used_ = 0;        // the last one asked for; one thread at a time
};

// "2026-11-20T22:04:11.123456789Z"
std::string iso8601(int64_t wall_ns);

}  // namespace flowlog::trace
