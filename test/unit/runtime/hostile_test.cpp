// hostile_test.cpp: what works against the recorder harms the program as little as the recorder itself does,
// and what others have laid in its way is left as it is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "long_runs.h"
#include "traced_run.h"

namespace flowlog::runtime {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

// Instead of a test that hangs.
const char* const kNotForEver = R"(exec timeout -s KILL 60 sh -c '\"\$@\"' sh)";

TracedRun hostile(const std::string& arguments, const std::map<std::string, std::string>& environment = {},
                  const std::string& prefix = {}) {
  return TracedRun(arguments, environment, prefix, HOSTILE_PROGRAM);
}

void expect_one_line(const std::string& said, const std::string& about) {
  EXPECT_THAT(said, HasSubstr(about));
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
}

uint64_t stored_and_dropped(TracedRun& run) {
  const Counts counts = count(run.trace());
  return counts.entries() + counts.exits() + run.trace().losses().dropped_records;
}

// R11: the store into a page that the file has no more is not the program's end; what is lost is counted.
TEST(CutOff, PoolHarmsNoProgramAndTheLossIsCounted) {
  for (const char* length : {"0", "4096", "70000", "300000"}) {
    TracedRun run = hostile(std::string("cut-pool ") + length);
    EXPECT_EQ(run.status(), 0) << length;
    expect_one_line(run.errors(), "somebody cut off the buffer");
    EXPECT_TRUE(run.trace().complete());
    EXPECT_EQ(stored_and_dropped(run), 4 * 40000u) << length;
    EXPECT_FALSE(std::filesystem::exists(run.trace().about().pool));
  }
}

// R11
TEST(CutOff, ArchiveIsToldOnceAndLeavesNoPool) {
  TracedRun run = hostile("cut-archive");
  EXPECT_EQ(run.status(), 0);
  expect_one_line(run.errors(), "cannot write");
  EXPECT_EQ(std::filesystem::file_size(run.files().at(0)), 0u);
  EXPECT_THAT(run.pools_left(), IsEmpty());
}

TEST(CutOff, OtherBusErrorsAreTheProgramsOwn) {
  EXPECT_EQ(hostile("own-bus-error").status(), 7);
  EXPECT_EQ(hostile("die-of-bus-error").status(), 128 + 7);
  EXPECT_EQ(hostile("sent-bus-error").status(), 128 + 7);
}

// R8: the recorder has a line to say, and stderr's number is another file's.
TEST(Stderr, AFileThatHasItsNumberGetsNoLine) {
  TracedRun run = hostile("stderr-is-another");
  EXPECT_EQ(run.status(), 0);
  for (int i = 0; i < 30; ++i) {
    EXPECT_EQ(std::filesystem::file_size(run.folder() / ("own-" + std::to_string(i))), 0u) << i;
  }
}

TEST(Stderr, ThatNobodyReadsNeitherStopsNorKills) {
  for (const char* way : {"unread-stderr closed", "unread-stderr full"}) {
    TracedRun run = hostile(way, {}, kNotForEver);
    EXPECT_EQ(run.status(), 0) << way;
    EXPECT_EQ(count(run.trace()).entries(), 20u) << way;
  }
}

// A thread that is cancelled in the recorder would take its locks with it.
TEST(Threads, CancelledInTheirFirstRecordEndAfterIt) {
  TracedRun run = hostile("cancelled", {}, kNotForEver);
  EXPECT_EQ(run.status(), 0) << run.errors();
  EXPECT_EQ(count(run.trace()).entries(), 2 * 101u);
  EXPECT_TRUE(run.trace().complete());
}

// Whatever a thread is at when the process ends, the end is main's.
TEST(Threads, ThatRecordToTheEndDoNotChangeIt) {
  for (int round = 0; round < rounds(20, 2000); ++round) {
    TracedRun run = hostile("end-under-load", {{"FLOWLOG_CHUNK_KIB", "4"}}, kNotForEver);
    ASSERT_EQ(run.status(), 0) << run.errors();
    ASSERT_TRUE(run.trace().complete());
  }
}

// Of chunks with a hole that a dead thread left: each would cost its memory for the rest of the run.
TEST(Threads, ThatEndInHandlersTakeNoMemoryWithThem) {
  TracedRun run =
      hostile("die-in-handlers " + std::to_string(rounds(500, 20000)),
              {{"FLOWLOG_WHEN_FULL", "wait"}, {"FLOWLOG_POOL_MIB", "1"}, {"FLOWLOG_CHUNK_KIB", "16"}});
  EXPECT_EQ(run.status(), 0) << run.errors();
  EXPECT_GE(count(run.trace()).entries(), 500u * 6000);
  EXPECT_EQ(run.trace().losses().dropped_records, 0u);
}

TEST(Sandbox, ThatRefusesRareCallsLosesNothing) {
  TracedRun run = hostile("refused", {{"FLOWLOG_WHEN_FULL", "wait"}});
  EXPECT_EQ(run.status(), 0) << run.errors();
  EXPECT_EQ(count(run.trace()).entries(), 40000u);
  EXPECT_TRUE(run.trace().complete());
}

TEST(Loss, OfARecordMakesNoCallOfTheSystem) {
  TracedRun run = hostile("drop-without-calls", {{"FLOWLOG_POOL_MIB", "1"}});
  EXPECT_EQ(run.status(), 0);  // 128 + SIGSYS where one was made
  EXPECT_GE(stored_and_dropped(run), 4 * 1000000u);
  EXPECT_GE(run.trace().losses().dropped_records, 1000000u);
}

// The folder is the one that was meant where the program was started, and not where it has gone.
TEST(Daemons, AreRecordedWhereTheyWereStarted) {
  TracedRun run = hostile("daemon");
  EXPECT_EQ(run.status(), 0);
  EXPECT_EQ(count(run.trace()).entries(), 20u);
  EXPECT_TRUE(run.trace().complete());
}

}  // namespace
}  // namespace flowlog::runtime
