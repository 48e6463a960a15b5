// diff_statistics.cpp: see diff_statistics.h.
#include "graph/diff_statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace flowlog::graph {
namespace {

constexpr double kCorrelation = 0.05;
constexpr double kFalseDiscoveries = 0.001;
constexpr double kMostFactor = 1e6;  // no shift is greater

double lower_end(uint32_t bucket) { return double(Histogram::floor_of(bucket)); }
double upper_end(uint32_t bucket) {
  const uint64_t next = Histogram::floor_of(bucket + 1);
  return next == 0 ? std::ldexp(1.0, 64) : double(next);  // the last one
}

// The share of `head` that lies above `base` when that is stretched by `factor`, ties shared. Values are
// taken to lie evenly in their buckets.
double share_above(const Histogram& base, const Histogram& head, double factor) {
  auto at = base.buckets().begin();
  const auto end = base.buckets().end();
  double passed = 0;  // values of base in buckets before `at`
  // The values of base below `x`; asked for in ascending order.
  const auto below = [&](double x) {
    while (at != end && upper_end(at->first) * factor <= x) passed += double((at++)->second);
    if (at == end) return passed;
    const double from = lower_end(at->first) * factor, to = upper_end(at->first) * factor;
    return passed + (x <= from ? 0 : double(at->second) * (x - from) / (to - from));
  };
  double sum = 0;
  for (const auto& [bucket, values] : head.buckets())
    sum += double(values) * below((lower_end(bucket) + upper_end(bucket)) / 2);
  return sum / (double(base.count()) * double(head.count()));
}

}  // namespace

double independent_calls(uint64_t calls, uint64_t sessions) {
  if (calls == 0) return 0;
  const double for_each = std::max(1.0, double(calls) / double(std::max<uint64_t>(1, sessions)));
  return double(calls) / (1 + (for_each - 1) * kCorrelation);
}

double upper_tail(double z) { return 0.5 * std::erfc(z / std::sqrt(2.0)); }

Shift shift_between(const Histogram& base, double base_units, const Histogram& head, double head_units,
                    double pace) {
  Shift shift;
  if (base_units <= 0 || head_units <= 0) return shift;
  const double deviation = std::sqrt((1 / base_units + 1 / head_units) / 12);
  const double slower = share_above(base, head, pace * kNoNews);
  const double faster = 1 - share_above(base, head, pace / kNoNews);
  const double excess = std::max(slower, faster) - 0.5;
  if (excess <= 0) return shift;
  shift.p = std::min(1.0, 2 * upper_tail(excess / deviation));
  // By halving, of the logarithm; the share falls as the factor grows.
  double low = 1 / kMostFactor, high = kMostFactor;
  while (high / low > 1.001) {
    const double middle = std::sqrt(low * high);
    (share_above(base, head, pace * middle) > 0.5 ? low : high) = middle;
  }
  shift.factor = std::sqrt(low * high);
  return shift;
}

Shift shift_of_means(double base, double base_spread, double base_units, double head, double head_spread,
                     double head_units, double pace) {
  Shift shift;
  if (base <= 0 || head <= 0 || base_units <= 0 || head_units <= 0) return shift;
  shift.factor = head / (base * pace);
  const double deviation =
      std::sqrt(std::pow(base_spread / base, 2) / base_units + std::pow(head_spread / head, 2) / head_units);
  const double excess = std::abs(std::log(shift.factor)) - std::log(kNoNews);
  if (excess > 0) shift.p = std::min(1.0, 2 * upper_tail(excess / deviation));
  return shift;
}

double root_mean_square(const Histogram& durations) {
  double sum = 0;
  for (const auto& [bucket, values] : durations.buckets())
    sum += double(values) * std::pow((lower_end(bucket) + upper_end(bucket)) / 2, 2);
  return durations.count() == 0 ? 0 : std::sqrt(sum / double(durations.count()));
}

double p_of_rates(double base_rate, uint64_t base_sessions, double head_rate, uint64_t head_sessions) {
  if (base_rate <= 0 || head_rate <= 0 || base_sessions == 0 || head_sessions == 0) return 1;
  // How many calls a session makes is taken to vary as much as they are on average, as loops do that end by
  // chance.
  constexpr double kVariance = 2;
  const double deviation = std::sqrt(kVariance / double(base_sessions) + kVariance / double(head_sessions));
  const double excess = std::abs(std::log(head_rate / base_rate)) - std::log(kNoNews);
  return excess <= 0 ? 1 : std::min(1.0, 2 * upper_tail(excess / deviation));
}

std::vector<bool> news_among(const std::vector<double>& p) {
  std::vector<size_t> order(p.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return p[a] < p[b]; });
  size_t news = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    if (p[order[i]] <= kFalseDiscoveries * double(i + 1) / double(order.size())) news = i + 1;
  }
  std::vector<bool> is_news(p.size());
  for (size_t i = 0; i < news; ++i) is_news[order[i]] = true;
  return is_news;
}

}  // namespace flowlog::graph
