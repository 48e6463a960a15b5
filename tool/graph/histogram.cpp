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

void Histogram::add(uint64_t ns, uint64_t times) {
  if (times == 0) return;
  buckets_[bucket_of(ns)] += times;
  count_ += times;
  sum_ += ns * times;
  min_ = std::min(min_, ns);
  max_ = std::max(max_, ns);
}

void Histogram::add(const Histogram& other) {
  add_to(count_, other.count_);  // so that no bucket wraps
  add_to(sum_, other.sum_);
  for (const auto& [bucket, values] : other.buckets_) buckets_[bucket] += values;
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

Histogram Histogram::restore(uint64_t count, uint64_t sum, uint64_t min, uint64_t max,
                             std::map<uint32_t, uint64_t> buckets) {
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
