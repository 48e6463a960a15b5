// histogram.h: durations in log-linear buckets, which add.
//
// Bucket boundaries as in HdrHistogram (Gil Tene): each power of two is cut into 64 equal parts, so that the
// middle of a value's bucket is at most 1/128 (0.8 %) off, from 1 ns to 2^63 ns, whatever the order in which
// histograms are added.
#pragma once

#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

namespace flowlog::graph {

class Histogram {
 public:
  static constexpr unsigned kPartsLog2 = 6;

  // The bucket of a value, and the least value of a bucket. Values below 64 have buckets of their own.
  static uint32_t bucket_of(uint64_t ns) {
    if (ns < uint64_t{1} << kPartsLog2) return uint32_t(ns);
    const unsigned shift = unsigned(std::bit_width(ns)) - 1 - kPartsLog2;
    return (shift << kPartsLog2) + uint32_t(ns >> shift);
  }
  static uint64_t floor_of(uint32_t bucket);

  void add(uint64_t ns, uint64_t times = 1);
  void add(const Histogram& other);  // throws std::overflow_error if count or sum would wrap

  uint64_t count() const { return count_; }
  uint64_t sum() const { return sum_; }
  uint64_t min() const { return count_ ? min_ : 0; }
  uint64_t max() const { return max_; }

  // The value below which the fraction `q` of values lies: the middle of its bucket, held within min and max.
  uint64_t quantile(double q) const;

  // Buckets and the values in them, in order; only those that are not empty.
  using Buckets = std::vector<std::pair<uint32_t, uint64_t>>;
  const Buckets& buckets() const { return buckets_; }

  // From stored parts; the caller has checked that the buckets are in order and add up to `count`.
  static Histogram restore(uint64_t count, uint64_t sum, uint64_t min, uint64_t max, Buckets buckets);

 private:
  uint64_t& values_in(uint32_t bucket);

  Buckets buckets_;
  uint64_t count_ = 0, sum_ = 0, min_ = UINT64_MAX, max_ = 0;
};

}  // namespace flowlog::graph
