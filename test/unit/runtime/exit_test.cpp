// exit_test.cpp: however a program ends, what its threads recorded is in the trace.
#include <gtest/gtest.h>

#include "traced_run.h"

namespace flowlog::runtime {
namespace {

// Runs `arguments`, and expects a whole trace with so many calls.
void expect_whole(const std::string& arguments, uint64_t calls, const std::string& prefix = {}) {
  TracedRun run(arguments, {}, prefix);
  EXPECT_EQ(run.status(), 0) << run.errors();
  const Counts counts = count(run.trace());
  EXPECT_EQ(counts.entries(), calls);
  EXPECT_EQ(counts.exits(), calls);
  EXPECT_TRUE(run.trace().complete());
  expect_balanced(run.trace());
  ASSERT_TRUE(run.trace().totals());
  EXPECT_EQ(run.trace().totals()->recorded_words, counts.words);
  EXPECT_EQ(run.trace().totals()->dropped_records, 0u);
  EXPECT_FALSE(std::filesystem::exists(run.trace().about().pool));
}

TEST(Exit, MainReturns) { expect_whole("pairs 7", 14); }
TEST(Exit, ManyChunks) { expect_whole("pairs 40000", 80000); }
TEST(Exit, InTheMiddle) { expect_whole("exit", 6); }
TEST(Exit, MainThreadEndsFirst) { expect_whole("pthread-exit", 10); }
TEST(Exit, OurThreadKeepsNoProcessAlive) {
  expect_whole("pthread-exit-last", 80002, R"(exec timeout -s KILL 60 sh -c '\"\$@\"' sh)");
}
TEST(Exit, AThreadStillRuns) { expect_whole("still-running", 10); }
TEST(Exit, StaticDestructorsAndAtexitHandlers) { expect_whole("around-main", 5); }
TEST(Exit, AThreadLocalDestructorAfterOurs) { expect_whole("late-in-thread", 3); }

TEST(Exit, EachThreadsRecordsStandUnderItsOwnNumber) {
  TracedRun run("threads 4 3000");
  const Counts counts = count(run.trace());
  EXPECT_EQ(counts.words_of_thread.size(), 4u);
  for (const auto& [thread, words] : counts.words_of_thread) EXPECT_EQ(words, 4 * 3000u) << thread;
  expect_balanced(run.trace());
}

// R43: the archive names the pool, and both together hold every call.
TEST(Exit, KilledProgramLeavesAllCallsInArchiveAndPool) {
  TracedRun run("killed 30000");
  EXPECT_EQ(run.status(), 128 + 9);
  const Counts counts = count(run.trace());
  EXPECT_EQ(counts.entries(), 60000u);
  EXPECT_EQ(counts.exits(), 60000u);
  EXPECT_FALSE(run.trace().totals());
  EXPECT_TRUE(std::filesystem::exists(run.trace().about().pool));
}

TEST(Exit, ErrnoIsTheProgramsOwn) { EXPECT_EQ(TracedRun("errno").status(), 0); }

}  // namespace
}  // namespace flowlog::runtime
