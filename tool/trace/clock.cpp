// clock.cpp: see clock.h.
#include "trace/clock.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <tuple>

namespace flowlog::trace {
namespace {

constexpr int64_t kNsPerSecond = 1'000'000'000;

// Subtraction that wraps: hostile points must not overflow.
int64_t difference(int64_t a, int64_t b) { return int64_t(uint64_t(a) - uint64_t(b)); }

}  // namespace

uint64_t Clock::rate_between(const format::ClockPoint& a, const format::ClockPoint& b) {
  const Wide ns = Wide(uint64_t(b.monotonic_ns) - uint64_t(a.monotonic_ns));
  return uint64_t(std::min<Wide>((ns << kRateBits) / (b.ticks - a.ticks), kMaxRate));
}

Clock::Clock(std::vector<format::ClockPoint> points) {
  std::sort(points.begin(), points.end(), [](const auto& a, const auto& b) {
    return std::tie(a.ticks, a.monotonic_ns, a.wall_ns) < std::tie(b.ticks, b.monotonic_ns, b.wall_ns);
  });
  std::vector<format::ClockPoint> good;
  for (const auto& point : points) {
    if (good.empty() || (point.ticks > good.back().ticks && point.monotonic_ns > good.back().monotonic_ns)) {
      good.push_back(point);
    }
  }
  if (good.empty()) good.push_back({});
  for (size_t i = 0; i + 1 < good.size(); ++i) {
    segments_.push_back({good[i].ticks, good[i + 1].ticks - good[i].ticks, good[i].monotonic_ns,
                         difference(good[i].wall_ns, good[i].monotonic_ns),
                         rate_between(good[i], good[i + 1])});
  }
  const format::ClockPoint& last = good.back();
  const uint64_t rate = segments_.empty() ? kOneNsPerTick : segments_.back().rate;
  segments_.push_back({last.ticks, UINT64_MAX - last.ticks, last.monotonic_ns,
                       difference(last.wall_ns, last.monotonic_ns), rate});
}

int64_t Clock::far_monotonic_ns(uint64_t ticks) const {
  const auto after = std::upper_bound(segments_.begin(), segments_.end(), ticks,
                                      [](uint64_t at, const Segment& segment) { return at < segment.ticks; });
  if (after == segments_.begin()) {
    const Segment& first = segments_.front();
    return int64_t(uint64_t(first.monotonic_ns) -
                   uint64_t((Wide(first.ticks - ticks) * first.rate) >> kRateBits));
  }
  used_ = size_t(after - segments_.begin()) - 1;
  return segments_[used_].at(ticks);
}

int64_t Clock::wall_ns(int64_t monotonic_ns) const {
  const auto after =
      std::upper_bound(segments_.begin(), segments_.end(), monotonic_ns,
                       [](int64_t at, const Segment& segment) { return at < segment.monotonic_ns; });
  const Segment& segment = after == segments_.begin() ? segments_.front() : *(after - 1);
  return int64_t(uint64_t(monotonic_ns) + uint64_t(segment.wall_offset_ns));
}

std::string iso8601(int64_t wall_ns) {
  int64_t seconds = wall_ns / kNsPerSecond;
  int64_t fraction = wall_ns % kNsPerSecond;
  if (fraction < 0) {
    fraction += kNsPerSecond;
    --seconds;
  }
  const std::time_t time = seconds;
  std::tm utc{};
  gmtime_r(&time, &utc);
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%09lldZ", utc.tm_year + 1900,
                utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec,
                static_cast<long long>(fraction));
  return text;
}

}  // namespace flowlog::trace
