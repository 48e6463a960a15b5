// histogram.cpp: see histogram.h.
#include "graph/histogram.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "graph/checked_sum.h"

namespace flowlog::graph {
namespace {

constexpr unsigned kPartsLog2 = Histogram::kPartsLog2;
constexpr uint32_t kParts = 1u << kPartsLog2;

// Values of a bucket, so that its middle can be named.
uint64_t width_of(uint32_t bucket) { return bucket < kParts ? 1 : uint64_t{1} << (bucket / kParts - 1); }

}  // namespace

uint64_t Histogram::floor_of(uint32_t bucket) {
  if (bucket < kParts) return bucket;
  return uint64_t{kParts + bucket % kParts} << (bucket / kParts - 1);
}

uint64_t& Histogram::values_in(uint32_t bucket) {
  auto at = std::lower_bound(buckets_.begin(), buckets_.end(), bucket,
                             [](const auto& entry, uint32_t wanted) { return entry.first < wanted; });
  if (at == buckets_.end() || at->first != bucket) at = buckets_.insert(at, {bucket, 0});
  return at->second;
}

void Histogram::add(uint64_t ns, uint64_t times) {
  if (times == 0) return;
  values_in(bucket_of(ns)) += times;
  count_ += times;
  sum_ += ns * times;
  min_ = std::min(min_, ns);
  max_ = std::max(max_, ns);
}

void Histogram::add(const Histogram& other) {
  add_to(count_, other.count_);  // so that no bucket wraps
  add_to(sum_, other.sum_);
  Buckets sum;
  sum.reserve(buckets_.size() + other.buckets_.size());
  auto at = buckets_.begin();
  for (const auto& [bucket, values] : other.buckets_) {
    while (at != buckets_.end() && at->first < bucket) sum.push_back(*at++);
    const bool is_in_both = at != buckets_.end() && at->first == bucket;
    sum.emplace_back(bucket, values + (is_in_both ? (at++)->second : 0));
  }
  sum.insert(sum.end(), at, buckets_.end());
  buckets_ = std::move(sum);
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
}

uint64_t Histogram::quantile(double q) const {
  const uint64_t rank = std::max<uint64_t>(1, uint64_t(std::ceil(q * double(count_))));
  uint64_t passed = 0;
  for (const auto& [bucket, values] : buckets_) {
    passed += values;
    if (passed >= rank) return std::clamp(floor_of(bucket) + width_of(bucket) / 2, min(), max());
  }
  return max();
}

Histogram Histogram::restore(uint64_t count, uint64_t sum, uint64_t min, uint64_t max, Buckets buckets) {
  Histogram restored;
  restored.buckets_ = std::move(buckets);
  restored.count_ = count;
  restored.sum_ = sum;
  if (count != 0) {
    restored.min_ = min;
    restored.max_ = max;
  }
  return restored;
}

}  // namespace flowlog::graph
