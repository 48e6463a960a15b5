// records_test.cpp: what the hooks write, and what the environment changes of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>

#include "traced_run.h"

namespace flowlog::runtime {
namespace {

using format::Kind;
using format::Wide;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Records, ExceptionsByTheirDynamicType) {
  TracedRun run("exceptions");
  const Counts counts = count(run.trace());
  EXPECT_THAT(counts.of(Wide::kException), ElementsAre("St13runtime_error", "i"));
  EXPECT_THAT(counts.of(Wide::kDetail), ElementsAre("(foreign exception)"));
  EXPECT_EQ(counts.of(Kind::kExitError), 3u);
}

TEST(Records, OutcomesWithTheirDetails) {
  TracedRun run("outcomes");
  const Counts counts = count(run.trace());
  EXPECT_THAT(counts.of(Wide::kDetail), ElementsAre("std::errc"));
  EXPECT_THAT(counts.of(Wide::kAlternative), ElementsAre(std::string("\2\0\0\0", 4)));
  EXPECT_THAT(counts.of(Wide::kPartial), ElementsAre("cache miss"));
  EXPECT_THAT(counts.of(Wide::kResync), ElementsAre(std::string("\1\0\0\0", 4)));
  EXPECT_EQ(counts.of(Kind::kExitError), 1u);
  EXPECT_EQ(counts.of(Kind::kExitSuccess), 3u);
}

TEST(Records, WhatTheyCostIsMeasuredOnce) {
  for (const char* pairs : {"pairs 1", "pairs 50000"}) {
    TracedRun run(pairs);
    const auto& cost = run.trace().cost();
    ASSERT_TRUE(cost) << pairs;
    EXPECT_GT(cost->pairs, 0u);
    EXPECT_GT(cost->inside_ticks, 0u);
    EXPECT_LE(cost->inside_ticks, cost->ticks);
    const auto& blocks = run.trace().archive().blocks;
    EXPECT_EQ(std::count_if(blocks.begin(), blocks.end(),
                            [](const auto& block) { return block.type() == format::BlockType::kCost; }),
              1);
    EXPECT_TRUE(run.trace().complete());
  }
  EXPECT_FALSE(TracedRun("pairs 1", {{"FLOWLOG_TIMING", "off"}}).trace().cost());
}

TEST(Records, SessionsCarryNamesAndTellTheirIds) {
  TracedRun run("session");
  const Counts counts = count(run.trace());
  EXPECT_THAT(counts.of(Wide::kSessionBegin), ElementsAre("checkout", "payment"));
  EXPECT_EQ(counts.of(Wide::kSessionEnd).size(), 2u);
  EXPECT_THAT(run.output(),
              testing::MatchesRegex("([0-9a-f]+-[0-9a-f]+-4[0-9a-f]+-[89ab][0-9a-f]+-[0-9a-f]+\n)+"));
}

TEST(Records, AttributesOfSessionsAreCutToTheirLimit) {
  using std::string_literals::operator""s;
  TracedRun run("attributes");
  const Counts counts = count(run.trace());
  EXPECT_THAT(counts.of(Wide::kAttribute),
              ElementsAre("\2ofno session"s, "\5route/orders"s,
                          '\xff' + std::string(255, 'k') + std::string(255, 'v'), "\0"s));
}

TEST(Records, TheTestOfAProcessStandsInItsTrace) {
  TracedRun run("pairs 10", {{"FLOWLOG_TEST", "a\ttabbed test"}});
  EXPECT_EQ(run.trace().about().test, "a\ttabbed test");
  TracedRun other("pairs 10");
  EXPECT_EQ(other.trace().about().test, "");
}

TEST(Records, TheFirstOfAProcessHasItsTimeThoughItIsWide) {
  TracedRun run("session");
  run.trace().for_each_chunk([](const trace::Chunk& chunk) {
    for (const trace::Record& record : chunk.records) {
      if (record.kind != Kind::kWide) continue;
      EXPECT_NE(format::time_of(record.value), 0u);  // its own time, not that of a clock that is off
      EXPECT_GE(record.value, chunk.base_ticks);
      return;
    }
  });
}

TEST(Records, SwitchedOffThereIsNoTraceAndNoFolder) {
  TracedRun run("pairs 10", {{"TRACK_FLOW_ENABLED", "false"}});
  EXPECT_EQ(run.status(), 0);
  EXPECT_THAT(run.errors(), IsEmpty());
  EXPECT_FALSE(std::filesystem::exists(run.folder() / "out"));
}

TEST(Records, SwitchedOffASessionHasNoId) {
  TracedRun run("session", {{"TRACK_FLOW_ENABLED", "0"}});
  EXPECT_THAT(run.output(), HasSubstr("00000000-0000-0000-0000-000000000000"));
}

TEST(Records, UntimedOnesHaveTimeZero) {
  TracedRun run("pairs 10", {{"FLOWLOG_TIMING", "off"}});
  EXPECT_FALSE(run.trace().about().timed);
  run.trace().for_each_chunk([](const trace::Chunk& chunk) {
    for (const trace::Record& record : chunk.records) EXPECT_EQ(record.value, 0u);
  });
}

TEST(Records, ABadOptionGetsOneLineAndItsDefault) {
  TracedRun run("pairs 10", {{"FLOWLOG_CHUNK_KIB", "63"}});
  EXPECT_EQ(run.errors(), "flowlog: FLOWLOG_CHUNK_KIB='63' is not 4, 8, 16, 32 or 64; the default is used\n");
  EXPECT_EQ(count(run.trace()).entries(), 20u);
}

TEST(Records, WithoutAPlaceForTheTraceTheProgramRunsOn) {
  TracedRun run("pairs 10", {{"FLOWLOG_DIR", "/proc/none"}});
  EXPECT_EQ(run.status(), 0);
  EXPECT_EQ(run.errors(),
            "flowlog: nothing is recorded; cannot make '/proc/none': No such file or directory\n");
}

// R18
TEST(Records, AFileSizeLimitKillsNoProgram) {
  TracedRun run("pairs 10", {}, "ulimit -f 100;");
  EXPECT_EQ(run.status(), 0);
  EXPECT_THAT(run.errors(), HasSubstr("File too large"));
}

TEST(Records, FilesAndFoldersAreTheOwnersWhateverTheUmask) {
  for (const char* mask : {"umask 0;", "umask 777;"}) {
    TracedRun run("killed", {}, std::string("touch stdout stderr; ") + mask);
    struct stat folder, file, pool;
    ASSERT_EQ(::stat((run.folder() / "out").c_str(), &folder), 0);
    ASSERT_EQ(::stat(run.files().at(0).c_str(), &file), 0);
    ASSERT_EQ(::stat(run.trace().about().pool.c_str(), &pool), 0);
    EXPECT_EQ(folder.st_mode & 0777, 0700u);
    EXPECT_EQ(file.st_mode & 0777, 0600u);
    EXPECT_EQ(pool.st_mode & 0777, 0600u);
  }
}

TEST(Records, TheTraceSaysWhatItIs) {
  TracedRun run("pairs", {{"FLOWLOG_LABEL", "build 7"}});
  EXPECT_EQ(run.trace().about().label, "build 7");
  EXPECT_EQ(run.trace().about().executable, TRACED_PROGRAM);
  EXPECT_EQ(run.trace().sites().end(), 3u) << "of three, two were called";
  EXPECT_GE(run.trace().clock_points().size(), 2u);
}

// Budget of docs/benchmarks.md: test suites start thousands of processes.
TEST(Records, AShortRunLeavesASmallTrace) {
  TracedRun run("pairs 50");
  EXPECT_LE(std::filesystem::file_size(run.files().at(0)), 16u << 10);
}

}  // namespace
}  // namespace flowlog::runtime
