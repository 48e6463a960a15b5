// flat_histogram.h: durations counted while a trace is folded: an array instead of a map.
//
// Buckets as in histogram.h. Most functions' durations span a few powers of two, so pages of one power each
// are taken from a common pool as they are needed.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "graph/histogram.h"

namespace flowlog::graph {

class BucketPages {
 public:
  static constexpr uint32_t kBuckets = 1u << Histogram::kPartsLog2;   // a page
  static constexpr uint32_t kPages = 64 - Histogram::kPartsLog2 + 1;  // that cover all values

  // Number of a fresh page; never 0.
  uint32_t take() {
    pages_.emplace_back();
    return uint32_t(pages_.size() - 1);
  }
  uint64_t& at(uint32_t page, uint32_t bucket) { return pages_[page][bucket]; }
  uint64_t at(uint32_t page, uint32_t bucket) const { return pages_[page][bucket]; }

 private:
  std::vector<std::array<uint64_t, kBuckets>> pages_ = std::vector<std::array<uint64_t, kBuckets>>(1);
};

// All of a fold's histograms share one BucketPages, which is passed to each call.
class FlatHistogram {
 public:
  void add(uint64_t ns, BucketPages& pages) {
    const uint32_t bucket = Histogram::bucket_of(ns);
    uint32_t& page = page_[bucket / BucketPages::kBuckets];
    if (page == 0) page = pages.take();
    ++pages.at(page, bucket % BucketPages::kBuckets);
    ++count_;
    sum_ += ns;
    min_ = std::min(min_, ns);
    max_ = std::max(max_, ns);
  }

  // `other` has its buckets in `others`.
  void add(const FlatHistogram& other, const BucketPages& others, BucketPages& pages) {
    for (uint32_t i = 0; i < page_.size(); ++i) {
      if (other.page_[i] == 0) continue;
      if (page_[i] == 0) page_[i] = pages.take();
      for (uint32_t k = 0; k < BucketPages::kBuckets; ++k)
        pages.at(page_[i], k) += others.at(other.page_[i], k);
    }
    count_ += other.count_;
    sum_ += other.sum_;
    min_ = std::min(min_, other.min_);
    max_ = std::max(max_, other.max_);
  }

  uint64_t count() const { return count_; }

  Histogram to_histogram(const BucketPages& pages) const {
    Histogram::Buckets buckets;
    for (uint32_t page = 0; page < page_.size(); ++page) {
      for (uint32_t i = 0; page_[page] != 0 && i < BucketPages::kBuckets; ++i) {
        const uint64_t values = pages.at(page_[page], i);
        if (values != 0) buckets.emplace_back(page * BucketPages::kBuckets + i, values);
      }
    }
    return Histogram::restore(count_, sum_, min_, max_, std::move(buckets));
  }

 private:
  std::array<uint32_t, BucketPages::kPages> page_{};  // 0: none yet
  uint64_t count_ = 0, sum_ = 0, min_ = UINT64_MAX, max_ = 0;
};

}  // namespace flowlog::graph
