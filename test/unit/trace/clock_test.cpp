#include "trace/clock.h"

#include <gtest/gtest.h>

namespace flowlog::trace {
namespace {

TEST(Clock, InterpolatesBetweenPointsAndGoesOnBeyondThem) {
  const Clock clock({{1000, 50'000, 0}, {3000, 51'000, 1000}});  // 2 ticks a nanosecond

  EXPECT_EQ(clock.monotonic_ns(1000), 50'000);
  EXPECT_EQ(clock.monotonic_ns(2000), 50'500);
  EXPECT_EQ(clock.monotonic_ns(5000), 52'000);
  EXPECT_EQ(clock.monotonic_ns(800), 49'900);
}

TEST(Clock, EachPartHasARateOfItsOwn) {
  const Clock clock({{0, 0, 0}, {1000, 1000, 0}, {2000, 3000, 0}});

  EXPECT_EQ(clock.monotonic_ns(500), 500);
  EXPECT_EQ(clock.monotonic_ns(1500), 2000);
  EXPECT_EQ(clock.monotonic_ns(500), 500);  // back again: the part last used is no trap
}

TEST(Clock, WithOnePointATickIsANanosecond) {
  const Clock clock({{1000, 7000, 1'700'000'000'000'000'000}});

  EXPECT_EQ(clock.monotonic_ns(1005), 7005);
  EXPECT_EQ(clock.wall_ns(7005), 1'700'000'000'000'000'005);
}

TEST(Clock, WithoutPointsTicksAreNanosecondsSince1970) {
  const Clock clock;

  EXPECT_EQ(clock.monotonic_ns(12), 12);
  EXPECT_EQ(clock.wall_ns(12), 12);
}

TEST(Clock, AStepOfTheWallClockChangesNoDuration) {
  const Clock clock({{0, 0, 1000}, {100, 100, 500}});  // somebody put it back by 600 ns

  EXPECT_EQ(clock.monotonic_ns(100) - clock.monotonic_ns(0), 100);
  EXPECT_EQ(clock.wall_ns(99), 1099);
  EXPECT_EQ(clock.wall_ns(100), 500);
}

TEST(Clock, PointsThatContradictEarlierOnesAreLeftOut) {
  const Clock clock({{0, 0, 0}, {1000, 2000, 0}, {1500, 100, 0}, {1000, 9000, 0}});

  EXPECT_EQ(clock.monotonic_ns(500), 1000);
  EXPECT_EQ(clock.monotonic_ns(2000), 4000);
}

TEST(Clock, NeverRunsBackHoweverStrangeItsPoints) {
  const Clock clock({{5, INT64_MIN, INT64_MAX}, {6, INT64_MAX, INT64_MIN}, {UINT64_MAX, 3, 3}});

  EXPECT_LE(clock.monotonic_ns(5), clock.monotonic_ns(6));
  clock.monotonic_ns(0);
  clock.monotonic_ns(UINT64_MAX);
  clock.wall_ns(INT64_MAX);
}

TEST(Clock, HoursOfTicksKeepTheirNanoseconds) {
  const uint64_t hour_ticks = 3'600ull * 3'000'000'000ull;
  const Clock clock({{0, 0, 0}, {hour_ticks, 3'600'000'000'000, 0}});

  EXPECT_NEAR(double(clock.monotonic_ns(hour_ticks - 3)), 3'600'000'000'000.0 - 1, 15);
}

TEST(Iso8601, NamesTheDayAndTheNanosecond) {
  EXPECT_EQ(iso8601(1'700'000'000'123'456'789), "2023-11-14T22:13:20.123456789Z");
  EXPECT_EQ(iso8601(-1), "1969-12-31T23:59:59.999999999Z");
}

}  // namespace
}  // namespace flowlog::trace
