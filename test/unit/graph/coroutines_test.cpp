// coroutines_test.cpp: calls that leave their thread and come back on any.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "graph/event_list.h"
#include "graph/fold.h"
#include "graph/graph_json.h"
#include "graph/session_graph.h"
#include "graph/session_list.h"
#include "trace/made_trace.h"

namespace flowlog::graph {
namespace {

using testing::ElementsAre;
using testing::Key;
using testing::SizeIs;
using testing::UnorderedElementsAre;

constexpr const char* kHead =
    "trace 6f1c0a52-7d1e-4b7a-9c3e-2f5d8a1b4c6e\n"
    "clock 0 0 1700000000000000000\n"
    "site 1 {\"id\":\"main\",\"function_name\":\"main\"}\n"
    "site 2 {\"id\":\"task\",\"function_name\":\"task\"}\n"
    "site 3 {\"id\":\"work\",\"function_name\":\"work\"}\n"
    "site 4 {\"id\":\"loop\",\"function_name\":\"loop\"}\n";

// task, called by main, runs on a first thread, then on a second below loop, then on the first again.
const std::vector<std::string> kChunks = {
    "chunk 1 0\n10 enter 1\n12 enter 2\n15 suspend 100\n20 exit 1 success\n"
    "60 resume 200\n61 enter 3\n63 exit 3 success\n64 exit 2 error\n",
    "chunk 2 0\n30 enter 4\n31 resume 100\n32 enter 3\n36 exit 3 success\n41 suspend 200\n45 exit 4 "
    "success\n",
};

Graph folded(const std::string& chunks) {
  trace::Trace trace = trace::made_trace(kHead + chunks);
  return fold(trace);
}

std::vector<std::string> lines(const std::string& chunks) {
  trace::Trace trace = trace::made_trace(kHead + chunks);
  const EventList list = list_events(trace);
  const auto name = [&](uint32_t site) {
    return site == Event::kNoCaller ? std::string("-") : trace.sites().at(site).description.id;
  };
  std::vector<std::string> lines;
  for (const Event& event : list.events)
    lines.push_back(name(event.site) + "<-" + name(event.caller) + " " + name_of(event.outcome) + " s" +
                    std::to_string(event.session));
  return lines;
}

TEST(Coroutines, AreCalledOnceAndCallOnWhateverThread) {
  const Graph graph = folded(kChunks[0] + kChunks[1]);

  EXPECT_THAT(graph.edges, UnorderedElementsAre(Key(EdgeKey{kEntry, "main", Outcome::kSuccess}),
                                                Key(EdgeKey{kEntry, "loop", Outcome::kSuccess}),
                                                Key(EdgeKey{"main", "task", Outcome::kError}),
                                                Key(EdgeKey{"task", "work", Outcome::kSuccess})));
  EXPECT_EQ(graph.nodes.at("task").occurrences(), 1u);
  EXPECT_EQ(graph.edges.at({"task", "work", Outcome::kSuccess}).frequency, 2u);
  EXPECT_EQ(graph.runs.begin()->second.sessions, 2u);
  EXPECT_EQ(graph.runs.begin()->second.damaged_bytes, 0u);
}

TEST(Coroutines, TimeRunningIsToldFromTimeSuspended) {
  const Graph graph = folded(kChunks[0] + kChunks[1]);

  const Node& task = graph.nodes.at("task");
  EXPECT_EQ(task.duration_ns.sum(), 3u + 10 + 4);
  EXPECT_EQ(task.self_ns, 3u + (10 - 4) + (4 - 2));
  EXPECT_EQ(task.suspended_ns.count(), 1u);
  EXPECT_EQ(task.suspended_ns.sum(), 16u + 19);
  EXPECT_EQ(graph.nodes.at("main").self_ns, 10u - 3) << "what it called ran for 3 in it";
  EXPECT_EQ(graph.nodes.at("loop").self_ns, 15u - 10) << "whoever runs below a piece does not run itself";
  EXPECT_EQ(graph.nodes.at("work").suspended_ns.count(), 0u);
}

TEST(Coroutines, AnyOrderOfTheThreadsGivesTheSameGraph) {
  EXPECT_EQ(to_json(folded(kChunks[0] + kChunks[1])), to_json(folded(kChunks[1] + kChunks[0])));
}

// Two that hand each other on, so that each thread has to wait for the other several times.
TEST(Coroutines, ThreadsWaitForEachOtherInTurn) {
  const std::string first =
      "chunk 1 0\n10 enter 2\n11 suspend 1\n20 resume 2\n21 suspend 3\n30 resume 4\n31 exit 2 success\n";
  const std::string second = "chunk 2 0\n15 resume 1\n16 suspend 2\n25 resume 3\n26 suspend 4\n";
  const std::string expected = to_json(folded(first + second));

  EXPECT_EQ(to_json(folded(second + first)), expected);
  EXPECT_EQ(folded(first + second).nodes.at("task").suspended_ns.sum(), 4u * 4);
}

TEST(Coroutines, AThreadWaitsWithAllOfItsChunks) {
  const std::string second =
      "chunk 2 0\n31 resume 100\n32 enter 3\n33 exit 3 success\nchunk 2 1 depth=1\n"
      "34 enter 3\n35 exit 3 success\nchunk 2 2 depth=1\n36 exit 2 success\n40 enter 4\n41 exit 4 success\n";
  EXPECT_THAT(lines(second + "chunk 1 0\n10 enter 2\n12 suspend 100\n"),
              ElementsAre("task<-- success s0", "work<-task success s0", "work<-task success s0",
                          "loop<-- success s1"));
}

TEST(Coroutines, KeepTheSessionInWhichTheyWereCalled) {
  const std::string text = kHead + kChunks[1] + kChunks[0];
  trace::Trace trace = trace::made_trace(text);
  const SessionList sessions = list_sessions(trace);
  ASSERT_EQ(sessions.size(), 2u);
  EXPECT_EQ(sessions[0].name, "main");
  EXPECT_EQ(sessions[0].calls, 4u);
  EXPECT_EQ(sessions[1].calls, 1u);

  const SessionGraph graph = session_graph(trace, sessions[0].id, 100);
  ASSERT_THAT(graph.calls, SizeIs(4));
  EXPECT_EQ(graph.calls[1].caller, 0u);
  EXPECT_EQ(graph.calls[2].caller, 1u);
  EXPECT_EQ(graph.calls[3].caller, 1u);
}

TEST(Coroutines, ASessionThatBeganInOneGoesWithIt) {
  EXPECT_THAT(
      lines(
          "chunk 1 0\n10 enter 2\n11 session-begin \"request\"\n12 suspend 1\n13 enter 4\n14 exit 4 success\n"
          "chunk 2 0\n20 resume 1\n21 enter 3\n22 exit 3 success\n23 session-end\n24 enter 3\n25 exit 3 "
          "success\n"
          "26 exit 2 success\n"),
      ElementsAre("task<-- success s0", "loop<-- success s2", "work<-task success s1",
                  "work<-task success s0"));
}

TEST(Coroutines, OneThatIsStillSuspendedAtTheEndIsAbandoned) {
  EXPECT_THAT(lines("chunk 1 0\n10 enter 1\n11 enter 2\n12 suspend 1\n13 exit 1 success\n"),
              ElementsAre("main<-- success s0", "task<-main abandoned s0"));
}

TEST(Coroutines, OneWhoseSuspendWasLostIsACallerOfWhichNothingIsKnown) {
  const std::string chunks =
      "chunk 1 0\n10 enter 1\n11 resume 77\n12 enter 3\n13 exit 3 success\n14 exit 2 success\n15 exit 1 "
      "success\n";
  EXPECT_THAT(lines(chunks), ElementsAre("main<-- success s0", "work<-- success s0"));
  EXPECT_EQ(folded(chunks).runs.begin()->second.damaged_bytes, 8u);
}

TEST(Coroutines, ASuspendWithNoCallOpenIsDamage) {
  const std::string chunks = "chunk 1 0\n9 suspend 1\n10 enter 1\n15 exit 1 success\n";
  EXPECT_THAT(lines(chunks), ElementsAre("main<-- success s0"));
  EXPECT_EQ(folded(chunks).runs.begin()->second.damaged_bytes, 8u);
}

// In which order they go on is chance; which there are is not.
TEST(Coroutines, TheirOrderMakesNoVariant) {
  const std::string begin = "chunk 1 0\n10 enter 1\n11 enter 2\n12 suspend 1\n13 enter 2\n14 suspend 2\n";
  const std::string one = "20 resume 1\n21 enter 3\n22 exit 3 success\n23 exit 2 success\n";
  const std::string other = "30 resume 2\n31 enter 4\n32 exit 4 success\n33 exit 2 success\n";
  const std::string end = "50 exit 1 success\n";

  EXPECT_EQ(folded(begin + one + other + end).variants.begin()->first,
            folded(begin + other + one + end).variants.begin()->first);
  EXPECT_NE(folded(begin + one + other + end).variants.begin()->first,
            folded(begin + one + end).variants.begin()->first);
  EXPECT_THAT(folded(begin + one + other + end).variants.begin()->second.path, SizeIs(4));
}

}  // namespace
}  // namespace flowlog::graph
