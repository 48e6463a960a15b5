#include "graph/histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace flowlog::graph {
namespace {

TEST(Histogram, EachBucketStartsAtItsFloor) {
  for (uint32_t bucket = 1; bucket < 3776; ++bucket) {
    const uint64_t floor = Histogram::floor_of(bucket);
    EXPECT_EQ(Histogram::bucket_of(floor), bucket);
    EXPECT_EQ(Histogram::bucket_of(floor - 1), bucket - 1);
  }
}

TEST(Histogram, TheLargestValueHasTheLastBucket) { EXPECT_EQ(Histogram::bucket_of(UINT64_MAX), 3775u); }

TEST(Histogram, ABucketIsAtMostA64thWide) {
  for (uint32_t bucket = 64; bucket < 3775; ++bucket) {
    const uint64_t floor = Histogram::floor_of(bucket);
    EXPECT_LE(Histogram::floor_of(bucket + 1) - floor, floor / 64);
  }
}

TEST(Histogram, OfNothingIsAllZero) {
  const Histogram empty;
  EXPECT_EQ(empty.count(), 0u);
  EXPECT_EQ(empty.min(), 0u);
  EXPECT_EQ(empty.max(), 0u);
  EXPECT_EQ(empty.quantile(0.5), 0u);
}

TEST(Histogram, SmallValuesAreExact) {
  Histogram histogram;
  for (uint64_t ns = 1; ns <= 10; ++ns) histogram.add(ns);
  EXPECT_EQ(histogram.quantile(0.5), 5u);
  EXPECT_EQ(histogram.quantile(0.9), 9u);
  EXPECT_EQ(histogram.quantile(0.0), 1u);
  EXPECT_EQ(histogram.quantile(1.0), 10u);
}

TEST(Histogram, QuantilesStayWithinWhatWasSeen) {
  Histogram histogram;
  histogram.add(1'000'001, 3);
  EXPECT_EQ(histogram.quantile(0.5), 1'000'001u);
  EXPECT_EQ(histogram.quantile(0.99), 1'000'001u);
}

// Of durations as they are: most are short, some long, a few very long.
TEST(Histogram, QuantilesAreWithinOnePercentOfTheTrueOnes) {
  std::mt19937 random(7);
  for (const double spread : {0.1, 1.0, 3.0}) {
    std::lognormal_distribution<double> durations(9, spread);
    std::vector<uint64_t> values;
    Histogram histogram;
    for (int i = 0; i < 10'000; ++i) {
      values.push_back(uint64_t(durations(random)));
      histogram.add(values.back());
    }
    std::sort(values.begin(), values.end());
    for (const double q : {0.5, 0.9, 0.99}) {
      const double exact = double(values[size_t(q * double(values.size())) - 1]);
      EXPECT_NEAR(double(histogram.quantile(q)), exact, exact / 100) << spread << " at " << q;
    }
  }
}

TEST(Histogram, AddingValuesOrHistogramsIsTheSame) {
  Histogram first, second, all;
  for (const uint64_t ns : {0u, 17u, 900u}) first.add(ns), all.add(ns);
  for (const uint64_t ns : {17u, 123'456u}) second.add(ns, 4), all.add(ns, 4);

  first.add(second);

  EXPECT_EQ(first.buckets(), all.buckets());
  EXPECT_EQ(first.count(), 11u);
  EXPECT_EQ(first.sum(), all.sum());
  EXPECT_EQ(first.min(), 0u);
  EXPECT_EQ(first.max(), 123'456u);
}

}  // namespace
}  // namespace flowlog::graph
