// loss_test.cpp: nothing is lost where waiting was asked for; elsewhere what is lost is counted, and the
// place is marked.
#include <gtest/gtest.h>

#include <cstring>

#include "traced_run.h"

namespace flowlog::runtime {
namespace {

uint64_t lost_records(const Counts& counts) {
  uint64_t sum = 0;
  for (const std::string& payload : counts.of(format::Wide::kLost)) {
    uint64_t lost = 0;
    EXPECT_EQ(payload.size(), sizeof lost);
    std::memcpy(&lost, payload.data(), std::min(payload.size(), sizeof lost));
    sum += lost;
  }
  return sum;
}

TEST(Loss, NoneWhereWaitingWasAskedFor) {
  TracedRun run("threads 4 50000",
                {{"FLOWLOG_WHEN_FULL", "wait"}, {"FLOWLOG_POOL_MIB", "1"}, {"FLOWLOG_CHUNK_KIB", "4"}});
  const Counts counts = count(run.trace());
  EXPECT_EQ(counts.words, 4 * 4 * 50000u);
  EXPECT_EQ(run.trace().totals()->dropped_records, 0u);
  expect_balanced(run.trace());
}

// R45: what threads emitted is stored or counted as dropped. A call whose entry is dropped emits no exit.
TEST(Loss, EveryDroppedRecordIsCounted) {
  TracedRun run("threads 4 200000", {{"FLOWLOG_POOL_MIB", "1"}});
  const Counts counts = count(run.trace());
  const uint64_t dropped = run.trace().totals()->dropped_records;
  EXPECT_LE(lost_records(counts), dropped);
  const uint64_t dropped_exits = counts.entries() - counts.exits();
  EXPECT_EQ(counts.entries() + (dropped - dropped_exits), 4 * 2 * 200000u);
}

// R4: a handler that traces tears nothing and loses nothing, wherever it strikes.
TEST(Loss, NoneUnderAStormOfSignals) {
  TracedRun run("signals 2000", {{"FLOWLOG_WHEN_FULL", "wait"}, {"FLOWLOG_CHUNK_KIB", "4"}});
  ASSERT_EQ(run.status(), 0) << run.errors();
  unsigned long long rounds = 0, handled = 0;
  ASSERT_EQ(std::sscanf(run.output().c_str(), "%llu %llu", &rounds, &handled), 2);
  Counts counts = count(run.trace());
  EXPECT_EQ(counts.entered[1], rounds);
  EXPECT_EQ(counts.entered[2], rounds);
  EXPECT_EQ(counts.entered[3], handled);
  EXPECT_EQ(counts.exits(), counts.entries());
}

}  // namespace
}  // namespace flowlog::runtime
