// loss_test.cpp: nothing is lost where waiting was asked for; elsewhere what is lost is counted, and the
// place is marked.
#include <gtest/gtest.h>

#include <cstring>

#include "long_runs.h"
#include "traced_run.h"

namespace flowlog::runtime {
namespace {

uint64_t lost_records(const Counts& counts) {
  uint64_t sum = 0;
  for (const std::string& payload : counts.of(format::Wide::kLost)) {
    uint64_t lost = 0;
    EXPECT_EQ(payload.size(), sizeof(format::LostRecords));
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
  EXPECT_EQ(counts.entries() + counts.exits() + dropped, 4 * 4 * 200000u);
}

// Each of a thousand threads has a chunk while all the others have one, too.
TEST(Loss, NoneOfAThousandThreadsAtOnce) {
  TracedRun run("crowd 1000 20");
  ASSERT_EQ(run.status(), 0) << run.errors();
  const Counts counts = count(run.trace());
  EXPECT_EQ(counts.words_of_thread.size(), 1000u);
  EXPECT_EQ(counts.words, 1000 * 2 * 4 * 20u);
  EXPECT_EQ(run.trace().totals()->dropped_records, 0u);
  expect_balanced(run.trace());
}

TEST(Loss, NoneOfAThousandBusyThreadsThatWait) {
  TracedRun run("crowd 1000 200", {{"FLOWLOG_WHEN_FULL", "wait"}});
  ASSERT_EQ(run.status(), 0) << run.errors();
  EXPECT_EQ(count(run.trace()).words, 1000 * 2 * 4 * 200u);
  EXPECT_EQ(run.trace().totals()->dropped_records, 0u);
}

TEST(Loss, OfAThousandBusyThreadsIsCounted) {
  TracedRun run("crowd 1000 600", {{"FLOWLOG_POOL_MIB", "2"}});
  ASSERT_EQ(run.status(), 0) << run.errors();
  const Counts counts = count(run.trace());
  EXPECT_EQ(counts.entries() + counts.exits() + run.trace().totals()->dropped_records, 1000 * 2 * 4 * 600u);
}

// R4: a handler that traces tears nothing and loses nothing, wherever it strikes.
TEST(Loss, NoneUnderAStormOfSignals) {
  TracedRun run("signals " + std::to_string(rounds(2000, 100000)),
                {{"FLOWLOG_WHEN_FULL", "wait"}, {"FLOWLOG_CHUNK_KIB", "4"}});
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
