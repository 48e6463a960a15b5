// toggle_test.cpp: recording is switched while the program runs, by itself and by its configuration file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "traced_run.h"

namespace flowlog::runtime {
namespace {

using format::Kind;
using format::Wide;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string config_file_with(const std::string& text) {
  const std::string path = testing::TempDir() + "flowlog-" +
                           testing::UnitTest::GetInstance()->current_test_info()->name() + ".conf";
  std::ofstream(path) << text;
  return path;
}

TEST(Toggle, OpenCallsComeOutWholeOrNotAtAll) {
  TracedRun run("toggle");
  const Counts counts = count(run.trace());
  EXPECT_EQ(run.output(), "nil\n");
  EXPECT_THAT(counts.entered, ElementsAre(std::pair(1u, 1u), std::pair(2u, 1u), std::pair(3u, 1u)));
  EXPECT_EQ(counts.of(Kind::kExitSuccess), 3u);
  EXPECT_THAT(counts.of(Wide::kSessionBegin), IsEmpty());
  EXPECT_THAT(counts.of(Wide::kPartial), IsEmpty());
  EXPECT_THAT(counts.of(Wide::kLog), ElementsAre(HasSubstr("on")));
  expect_balanced(run.trace());
}

TEST(Toggle, OffAtTheStartItCanBeSwitchedOn) {
  TracedRun run("toggle", {{"TRACK_FLOW_ENABLED", "false"}});
  const Counts counts = count(run.trace());
  EXPECT_THAT(counts.entered, ElementsAre(std::pair(3u, 1u)));
  expect_balanced(run.trace());
}

TEST(Toggle, UnderLoadEveryCallIsWhole) {
  TracedRun run("toggle-under-load", {{"FLOWLOG_WHEN_FULL", "wait"}});
  EXPECT_EQ(run.status(), 0);
  expect_balanced(run.trace());
}

TEST(Toggle, AConfigurationFileIsFollowedByParentAndChild) {
  const std::string config = config_file_with("TRACK_FLOW_ENABLED=false\n");
  TracedRun run("follow-config " + config, {{"FLOWLOG_CONFIG", config}});
  EXPECT_EQ(run.status(), 0);
  EXPECT_THAT(run.errors(), IsEmpty());
  const auto traces = run.traces();
  ASSERT_EQ(traces.size(), 2u);
  for (const auto& trace : traces) {
    EXPECT_EQ(count(*trace).entries(), 2u);
    expect_balanced(*trace);
  }
}

TEST(Toggle, ABadValueInTheFileIsToldAndChangesNothing) {
  const std::string config = config_file_with("TRACK_FLOW_ENABLED=false\n");
  TracedRun run("follow-bad-config " + config, {{"FLOWLOG_CONFIG", config}});
  EXPECT_EQ(run.status(), 0);
  EXPECT_THAT(run.errors(),
              HasSubstr("recording stays as it is: TRACK_FLOW_ENABLED is not true or false but 'perhaps'"));
  EXPECT_THAT(run.files(), IsEmpty());
}

TEST(Toggle, TheEnvironmentWinsOverTheFile) {
  const std::string config = config_file_with(
      "FLOWLOG_LABEL=of the file\nTRACK_FLOW_ENABLED=false\nFLOWLOG_TIMING=sometimes\nnonsense\nX=1\n");
  TracedRun run("pairs 1", {{"FLOWLOG_CONFIG", config}, {"TRACK_FLOW_ENABLED", "true"}});
  EXPECT_EQ(run.trace().about().label, "of the file");
  EXPECT_THAT(run.errors(), HasSubstr(config + ":4: NAME=VALUE was expected"));
  EXPECT_THAT(run.errors(), HasSubstr(config + ":5: no such option"));
  EXPECT_THAT(run.errors(), HasSubstr("FLOWLOG_TIMING='sometimes' is not all or off"));
}

TEST(Toggle, FollowingAFileKeepsNoProcessAlive) {
  const std::string config = config_file_with("");
  for (const char* way : {"pthread-exit", "pthread-exit-last", "pairs 1"}) {
    TracedRun run(way, {{"FLOWLOG_CONFIG", config}});
    EXPECT_EQ(run.status(), 0) << way;
  }
  TracedRun off("pthread-exit", {{"FLOWLOG_CONFIG", config}, {"TRACK_FLOW_ENABLED", "false"}});
  EXPECT_EQ(off.status(), 0);
}

}  // namespace
}  // namespace flowlog::runtime
