// branches_test.cpp: what threads do for a session of another thread, or of another time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "graph/event_list.h"
#include "graph/fold.h"
#include "graph/graph_json.h"
#include "graph/log_list.h"
#include "graph/session_graph.h"
#include "graph/session_list.h"
#include "trace/made_trace.h"

namespace flowlog::graph {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Key;
using testing::SizeIs;
using testing::UnorderedElementsAre;

constexpr const char* kHead =
    "trace 6f1c0a52-7d1e-4b7a-9c3e-2f5d8a1b4c6e\n"
    "clock 0 0 1700000000000000000\n"
    "site 1 {\"id\":\"serve\",\"function_name\":\"serve\"}\n"
    "site 2 {\"id\":\"fetch\",\"function_name\":\"fetch\"}\n"
    "site 3 {\"id\":\"parse\",\"function_name\":\"parse\"}\n"
    "site 4 {\"id\":\"loop\",\"function_name\":\"loop\"}\n";

// serve has two threads work for it: one while it runs, one when it is over.
const std::string kServe = "chunk 1 0\n10 enter 1\n12 share 100\n13 share 101\n20 exit 1 success\n";
const std::string kFirst =
    "chunk 2 0\n14 enter 4\n15 adopt 100\n16 enter 2\n18 exit 2 success\n19 release 100\n24 exit 4 success\n";
const std::string kSecond =
    "chunk 3 0\n30 adopt 101\n31 enter 3\n32 enter 2\n34 exit 2 error\n36 exit 3 success\n40 release 101\n";

Graph folded(const std::string& chunks) {
  trace::Trace trace = trace::made_trace(kHead + chunks);
  return fold(trace);
}

std::string variant_of(const std::string& chunks) {
  const Graph graph = folded(chunks);
  EXPECT_THAT(graph.variants, SizeIs(1));
  return graph.variants.begin()->first;
}

uint64_t damaged(const Graph& graph) { return graph.runs.begin()->second.damaged_bytes / sizeof(uint64_t); }

// "callee<-caller outcome session", sorted by start.
std::vector<std::string> lines(const std::string& chunks) {
  trace::Trace trace = trace::made_trace(kHead + chunks);
  const EventList list = list_events(trace);
  const auto name = [&](uint32_t site) {
    return site == Event::kNoCaller ? std::string("-") : trace.sites().at(site).description.id;
  };
  std::vector<uint32_t> sessions;  // as they first come
  std::vector<std::string> lines;
  for (const Event& event : list.events) {
    const auto at = std::find(sessions.begin(), sessions.end(), event.session);
    const auto number = at - sessions.begin();
    if (at == sessions.end()) sessions.push_back(event.session);
    lines.push_back(name(event.site) + "<-" + name(event.caller) + " " + name_of(event.outcome) + " s" +
                    std::to_string(number));
  }
  return lines;
}

SessionList sessions_of(const std::string& chunks) {
  trace::Trace trace = trace::made_trace(kHead + chunks);
  return list_sessions(trace);
}

TEST(Branches, BelongToTheSessionAndAreCalledByTheCallThatSharedIt) {
  EXPECT_THAT(lines(kServe + kFirst + kSecond),
              ElementsAre("serve<-- success s0", "loop<-- success s1", "fetch<-serve success s0",
                          "parse<-serve success s0", "fetch<-parse error s0"));
  const Graph graph = folded(kServe + kFirst + kSecond);
  EXPECT_THAT(graph.edges, UnorderedElementsAre(Key(EdgeKey{kEntry, "serve", Outcome::kSuccess}),
                                                Key(EdgeKey{kEntry, "loop", Outcome::kSuccess}),
                                                Key(EdgeKey{"serve", "fetch", Outcome::kSuccess}),
                                                Key(EdgeKey{"serve", "parse", Outcome::kSuccess}),
                                                Key(EdgeKey{"parse", "fetch", Outcome::kError})));
  EXPECT_EQ(graph.nodes.at("serve").occurrences(), 1u);
  EXPECT_EQ(graph.runs.begin()->second.sessions, 2u);
  EXPECT_EQ(damaged(graph), 0u);
}

TEST(Branches, AnyOrderOfTheThreadsGivesTheSameGraph) {
  std::vector<std::string> chunks = {kFirst, kSecond, kServe};
  std::sort(chunks.begin(), chunks.end());
  const std::string expected = to_json(folded(chunks[0] + chunks[1] + chunks[2]));
  while (std::next_permutation(chunks.begin(), chunks.end())) {
    EXPECT_EQ(to_json(folded(chunks[0] + chunks[1] + chunks[2])), expected);
  }
}

TEST(Branches, TakeNoTimeOfTheCallThatSharedTheSession) {
  const Graph graph = folded(kServe + kFirst + kSecond);

  EXPECT_EQ(graph.nodes.at("serve").duration_ns.sum(), 10u);
  EXPECT_EQ(graph.nodes.at("serve").self_ns, 10u);
  EXPECT_EQ(graph.nodes.at("fetch").duration_ns.sum(), 2u + 2);
  EXPECT_EQ(graph.nodes.at("loop").self_ns, 10u) << "what runs in between is not its call";
}

TEST(Branches, TheSessionLastsAsLongAsTheLastOfThem) {
  const SessionList sessions = sessions_of(kSecond + kServe + kFirst);

  ASSERT_EQ(sessions.size(), 2u);
  EXPECT_EQ(sessions[0].name, "serve");
  EXPECT_EQ(sessions[0].calls, 4u);
  EXPECT_EQ(sessions[0].duration_ns, 30);
  EXPECT_EQ(sessions[0].outcome, Outcome::kSuccess);
  EXPECT_EQ(sessions[1].calls, 1u);
}

// Which of them comes first is chance, and so is how many pieces equal work is cut into.
TEST(Branches, TheirOrderMakesNoVariant) {
  const std::string expected = variant_of(
      kServe + kSecond + "chunk 2 0\n15 adopt 100\n16 enter 2\n18 exit 2 success\n19 release 100\n");

  EXPECT_EQ(variant_of(kServe + "chunk 2 0\n50 adopt 100\n56 enter 2\n58 exit 2 success\n59 release 100\n" +
                       kSecond),
            expected);
  EXPECT_EQ(variant_of(
                kServe +
                "chunk 2 0\n15 adopt 100\n16 enter 2\n18 exit 2 success\n19 release 100\n"
                "20 adopt 101\n21 enter 3\n22 enter 2\n23 exit 2 error\n24 exit 3 success\n25 release 101\n"),
            expected);
  EXPECT_NE(variant_of(kServe + kSecond), expected);
  EXPECT_NE(variant_of(kServe + kSecond +
                       "chunk 2 0\n15 adopt 100\n16 enter 3\n18 exit 3 success\n19 release 100\n"),
            expected);
}

TEST(Branches, WhereTheyBeganIsPartOfTheVariant) {
  const std::string branch = "chunk 2 0\n50 adopt 1\n51 enter 3\n52 exit 3 success\n53 release 1\n";
  EXPECT_NE(
      variant_of("chunk 1 0\n10 enter 1\n11 share 1\n12 enter 2\n13 exit 2 success\n20 exit 1 success\n" +
                 branch),
      variant_of("chunk 1 0\n10 enter 1\n12 enter 2\n12 share 1\n13 exit 2 success\n20 exit 1 success\n" +
                 branch));
}

TEST(Branches, OneOfASessionWithoutAnyCallIsCalledByNobody) {
  const std::string main = "chunk 1 0\n10 session-begin \"job\"\n11 share 1\n12 session-end\n";
  const std::string branch = "chunk 2 0\n20 adopt 1\n21 enter 2\n22 exit 2 error\n23 release 1\n";

  EXPECT_THAT(lines(branch + main), ElementsAre("fetch<-- error s0"));
  EXPECT_THAT(folded(main + branch).edges, ElementsAre(Key(EdgeKey{kEntry, "fetch", Outcome::kError})));
  const SessionList sessions = sessions_of(branch + main);
  ASSERT_EQ(sessions.size(), 1u);
  EXPECT_EQ(sessions[0].outcome, Outcome::kError) << "it is an outermost call of the session";
  EXPECT_NE(
      variant_of(main + branch),
      variant_of(
          "chunk 1 0\n10 session-begin \"job\"\n11 share 1\n21 enter 2\n22 exit 2 error\n23 session-end\n"))
      << "nothing says when a branch runs";
}

// The call that is innermost may be another session's.
TEST(Branches, OneOfASessionThatBeganInACall) {
  EXPECT_THAT(
      lines("chunk 1 0\n10 enter 1\n11 session-begin \"job\"\n12 share 1\n13 session-end\n14 exit 1 success\n"
            "chunk 2 0\n20 adopt 1\n21 enter 2\n22 exit 2 error\n23 release 1\n"),
      ElementsAre("serve<-- success s0", "fetch<-serve error s1"));
}

TEST(Branches, BranchInTurn) {
  const std::string main = "chunk 1 0\n10 enter 1\n11 share 1\n12 exit 1 success\n";
  const std::string second =
      "chunk 2 0\n20 adopt 1\n21 share 2\n22 enter 2\n23 share 3\n24 exit 2 success\n25 release 1\n";
  const std::string third =
      "chunk 3 0\n30 adopt 2\n31 enter 3\n32 exit 3 success\n33 release 2\n"
      "34 adopt 3\n35 enter 4\n36 exit 4 success\n37 release 3\n";

  EXPECT_THAT(lines(third + second + main), ElementsAre("serve<-- success s0", "fetch<-serve success s0",
                                                        "parse<-serve success s0", "loop<-fetch success s0"));
  EXPECT_EQ(to_json(folded(third + second + main)), to_json(folded(main + second + third)));
}

// A thread may work for its own session again, and for several at once.
TEST(Branches, NestOnAThread) {
  EXPECT_THAT(
      lines("chunk 1 0\n10 enter 1\n11 share 1\n12 exit 1 success\n13 enter 4\n14 share 2\n15 adopt 1\n16 "
            "enter 2\n"
            "17 adopt 2\n18 enter 3\n19 exit 3 success\n20 release 2\n21 exit 2 success\n22 release 1\n"
            "23 enter 3\n24 exit 3 success\n25 exit 4 success\n"),
      ElementsAre("serve<-- success s0", "loop<-- success s1", "fetch<-serve success s0",
                  "parse<-loop success s1", "parse<-loop success s1"));
}

TEST(Branches, ASessionInOneIsSeparate) {
  EXPECT_THAT(
      lines(
          "chunk 1 0\n10 enter 1\n11 share 1\n12 exit 1 success\n"
          "chunk 2 0\n20 adopt 1\n21 session-begin \"inner\"\n22 enter 2\n23 exit 2 success\n24 session-end\n"
          "25 enter 3\n26 exit 3 success\n27 release 1\n"),
      ElementsAre("serve<-- success s0", "fetch<-serve success s1", "parse<-serve success s0"));
}

TEST(Branches, ACoroutineThatBeganInOneKeepsItsSession) {
  EXPECT_THAT(lines("chunk 1 0\n10 enter 1\n11 share 1\n12 exit 1 success\n"
                    "chunk 2 0\n20 adopt 1\n21 enter 2\n22 suspend 9\n23 release 1\n"
                    "chunk 3 0\n30 resume 9\n31 enter 3\n32 exit 3 success\n33 exit 2 success\n"),
              ElementsAre("serve<-- success s0", "fetch<-serve success s0", "parse<-fetch success s0"));
}

TEST(Branches, CallsThatAreOpenWhenOneEndsAreAbandoned) {
  EXPECT_THAT(
      lines(kServe + "chunk 2 0\n20 adopt 100\n21 enter 2\n22 release 100\n23 enter 4\n24 exit 4 success\n"),
      ElementsAre("serve<-- success s0", "fetch<-serve abandoned s0", "loop<-- success s1"));
}

TEST(Branches, AJumpOutOfOneEndsIt) {
  EXPECT_THAT(lines(kServe + "chunk 2 0\n20 enter 4\n21 adopt 100\n22 enter 2\n23 resync 1\n24 enter 3\n"
                             "25 exit 3 success\n26 exit 4 success\n"),
              ElementsAre("serve<-- success s0", "loop<-- success s1", "fetch<-serve abandoned s0",
                          "parse<-loop success s1"));
}

TEST(Branches, AnExitIsNeverThatOfABorrowedCall) {
  EXPECT_THAT(
      lines(kServe +
            "chunk 2 0\n20 adopt 100\n21 exit 1 error\n22 enter 2\n23 exit 2 success\n24 release 100\n"),
      ElementsAre("serve<-- success s0", "fetch<-serve success s0"));
}

TEST(Branches, OneThatIsOpenAtTheEndLeavesItsSessionOpen) {
  const SessionList sessions =
      sessions_of(kServe + "chunk 2 0\n15 adopt 100\n16 enter 2\n17 exit 2 success\n");

  ASSERT_EQ(sessions.size(), 1u);
  EXPECT_EQ(sessions[0].outcome, Outcome::kAbandoned);
}

// Its work is nobody's that is known, and a session of its own.
TEST(Branches, OneWhoseShareWasLost) {
  const std::string chunks =
      "chunk 1 0\n10 enter 1\n11 adopt 77\n12 enter 3\n13 exit 3 success\n14 release 77\n15 enter 2\n16 exit "
      "2 success\n"
      "17 exit 1 success\n";
  EXPECT_THAT(lines(chunks),
              ElementsAre("serve<-- success s0", "parse<-- success s1", "fetch<-serve success s0"));
  const Graph graph = folded(chunks);
  EXPECT_EQ(damaged(graph), 1u);
  EXPECT_TRUE(graph.nodes.at("parse").lower_bound);
  EXPECT_FALSE(graph.nodes.at("fetch").lower_bound);
}

TEST(Branches, SeveralThreadsWaitForOneShare) {
  const auto branch = [](int thread) {
    return "chunk " + std::to_string(thread) +
           " 0\n20 adopt 1\n21 enter 2\n22 exit 2 success\n23 release 1\n";
  };
  const Graph graph = folded(branch(2) + branch(3) + branch(4) +
                             "chunk 1 0\n10 enter 1\n11 share 1\n12 exit 1 success\n" + branch(5));

  EXPECT_EQ(graph.edges.at({"serve", "fetch", Outcome::kSuccess}).frequency, 4u);
  EXPECT_EQ(graph.runs.begin()->second.sessions, 1u);
  EXPECT_EQ(damaged(graph), 0u);
}

TEST(Branches, AReleaseOfNothingIsDamage) {
  EXPECT_EQ(damaged(folded("chunk 1 0\n9 release 1\n10 enter 1\n11 release 1\n15 exit 1 success\n")), 2u);
  EXPECT_EQ(damaged(folded(kServe + "chunk 2 0\n20 adopt 100\n21 release 100\n22 release 100\n")), 1u);
  EXPECT_EQ(damaged(folded(kServe + "chunk 2 0\n20 adopt 100\n21 adopt 101\n22 release 100\n")), 1u);
}

TEST(Branches, AShareWithNoSessionAndASecondOfTheSameNumberAreDamage) {
  EXPECT_EQ(damaged(folded("chunk 1 0\n9 share 1\n10 enter 1\n15 exit 1 success\n")), 1u);
  EXPECT_EQ(damaged(folded("chunk 1 0\n10 enter 1\n11 share 1\n12 share 1\n15 exit 1 success\n")), 1u);
}

TEST(Branches, ASuspendThatWouldTakeTheBorrowedCallAwayIsDamage) {
  EXPECT_EQ(damaged(folded(kServe + "chunk 2 0\n20 adopt 100\n21 suspend 5\n22 release 100\n")), 1u);
}

TEST(Branches, HostileNumbers) {
  const std::string most = "18446744073709551615";
  EXPECT_THAT(
      lines("chunk 1 0\n10 enter 1\n11 share " + most + "\n12 exit 1 success\nchunk 2 0\n20 adopt " + most +
            "\n21 enter 2\n22 exit 2 success\n23 release " + most + "\n24 adopt 0\n25 release 0\n"),
      ElementsAre("serve<-- success s0", "fetch<-serve success s0"));
}

TEST(Branches, WhatTheirThreadsLostMarksTheSession) {
  const std::string branch = "chunk 2 0\n20 adopt 100\n21 enter 2\n22 exit 2 success\n";
  const Graph graph =
      folded(kServe + branch + "chunk 2 1 depth=1\n23 lost 3 since=23 least=1\n24 release 100\n");

  EXPECT_TRUE(graph.nodes.at("serve").lower_bound);
  EXPECT_TRUE(graph.nodes.at("fetch").lower_bound);
  EXPECT_FALSE(folded(kServe + branch + "24 release 100\n").nodes.at("serve").lower_bound);
}

// The depth of the chunk behind a gap counts the borrowed call, too.
TEST(Branches, AGapThatSwallowsTheAdoptionAndOneThatSwallowsTheRelease) {
  EXPECT_THAT(
      lines(kServe + "chunk 2 1 depth=2\n30 enter 3\n31 exit 3 success\n32 release 100\n33 exit 4 success\n"),
      ElementsAre("serve<-- success s0", "parse<-- success s1"));
  EXPECT_THAT(lines(kServe + "chunk 2 0\n20 adopt 100\n21 enter 2\n22 exit 2 success\nchunk 2 2 depth=0\n"
                             "30 enter 3\n31 exit 3 success\n"),
              ElementsAre("serve<-- success s0", "fetch<-serve success s0", "parse<-- success s1"));
}

TEST(Branches, AreShownInTheGraphOfTheirSession) {
  trace::Trace trace = trace::made_trace(kHead + kSecond + kServe + kFirst);
  const SessionList sessions = list_sessions(trace);
  const SessionGraph graph = session_graph(trace, sessions[0].id, 100);

  ASSERT_THAT(graph.calls, SizeIs(4));
  EXPECT_EQ(graph.calls[0].site, 1u);
  EXPECT_EQ(graph.calls[1].site, 2u);
  EXPECT_EQ(graph.calls[1].caller, 0u);
  EXPECT_EQ(graph.calls[2].site, 3u);
  EXPECT_EQ(graph.calls[2].caller, 0u);
  EXPECT_EQ(graph.calls[3].site, 2u);
  EXPECT_EQ(graph.calls[3].caller, 2u);
}

TEST(Branches, AreShownInOneOrderWhateverThatOfTheirThreads) {
  const auto shown = [](const std::string& chunks) {
    trace::Trace trace = trace::made_trace(kHead + chunks);
    std::vector<std::pair<uint32_t, uint32_t>> calls;
    for (const SessionCall& call : session_graph(trace, list_sessions(trace)[0].id, 100).calls)
      calls.emplace_back(call.site, call.caller);
    return calls;
  };
  EXPECT_EQ(shown(kServe + kSecond + kFirst), shown(kFirst + kServe + kSecond));
}

TEST(Branches, ACallThatHasSharedIsNotFoldedIntoAnEqualOne) {
  std::string chunks = "chunk 1 0\n10 session-begin \"job\"\n";
  for (int i = 1; i <= 3; ++i)
    chunks += "2" + std::to_string(i) + " enter 1\n2" + std::to_string(i) + " share " + std::to_string(i) +
              "\n2" + std::to_string(i) + " exit 1 success\n";
  for (int i = 1; i <= 3; ++i) chunks += "30 enter 3\n30 exit 3 success\n";
  chunks += "40 session-end\nchunk 2 0\n50 adopt 3\n51 enter 2\n52 exit 2 success\n53 release 3\n";
  trace::Trace trace = trace::made_trace(kHead + chunks);
  const SessionGraph graph = session_graph(trace, list_sessions(trace)[0].id, 5);

  ASSERT_THAT(graph.calls, SizeIs(5));
  EXPECT_EQ(graph.calls[3].repeats, 3u);
  EXPECT_EQ(graph.calls[4].site, 2u);
  EXPECT_EQ(graph.calls[4].caller, 2u);
}

TEST(Branches, LogsInThemAreTheSessions) {
  trace::Trace trace = trace::made_trace(
      std::string(kHead) +
      "chunk 2 0\n20 adopt 1\n21 log info \"a\"\n22 enter 2\n23 log info \"b\"\n24 exit 2 success\n25 release 1\n"
      "chunk 1 0\n10 enter 1\n11 share 1\n12 exit 1 success\n");
  const LogList logs = list_logs(trace);

  ASSERT_THAT(logs.lines, SizeIs(2));
  EXPECT_THAT(logs.sessions, SizeIs(1));
  EXPECT_EQ(logs.lines[0].site, 1u);
  EXPECT_EQ(logs.lines[1].site, 2u);
}

}  // namespace
}  // namespace flowlog::graph
