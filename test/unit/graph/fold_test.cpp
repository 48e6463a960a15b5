// fold_test.cpp: what a trace adds to the graph.
#include "graph/fold.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "graph/graph_json.h"
#include "trace/made_trace.h"

namespace flowlog::graph {
namespace {

using testing::ElementsAre;
using testing::Key;
using testing::Pair;
using testing::SizeIs;
using testing::UnorderedElementsAre;

constexpr const char* kHead =
    "trace 6f1c0a52-7d1e-4b7a-9c3e-2f5d8a1b4c6e\n"
    "about {\"executable\":\"/bin/shop\",\"label\":\"nightly\"}\n"
    "clock 0 0 1700000000000000000\n"
    "site 1 {\"id\":\"f()\",\"function_name\":\"f\",\"symbol\":\"_Z1fv\",\"file\":\"a.cpp\",\"line\":1}\n"
    "site 2 {\"id\":\"g<T>()\",\"function_name\":\"g\",\"symbol\":\"_Z1gIiEvv\",\"output_shape\":\"int\"}\n"
    "site 3 {\"id\":\"g<T>()\",\"function_name\":\"g\",\"symbol\":\"_Z1gIcEvv\",\"output_shape\":\"char\"}\n"
    "site 4 session {\"id\":\"s()\",\"function_name\":\"s\"}\n";

Graph folded(const std::string& chunks, const std::string& head = kHead) {
  trace::Trace trace = trace::made_trace(head + chunks);
  return fold(trace);
}

TEST(Fold, CountsCallsByEdgeAndOutcome) {
  const Graph graph = folded(
      "chunk 1 0\n10 enter 1\n12 enter 2\n15 exit 2 success\n16 enter 2\n20 exit 2 error\n30 exit 1 success");

  EXPECT_THAT(graph.edges, UnorderedElementsAre(Key(EdgeKey{kEntry, "f()", Outcome::kSuccess}),
                                                Key(EdgeKey{"f()", "g<T>()", Outcome::kSuccess}),
                                                Key(EdgeKey{"f()", "g<T>()", Outcome::kError})));
  const Node& f = graph.nodes.at("f()");
  EXPECT_EQ(f.occurrences(), 1u);
  EXPECT_EQ(f.duration_ns.sum(), 20u);
  EXPECT_EQ(f.self_ns, 13u);
  EXPECT_EQ(f.file, "a.cpp");
  EXPECT_EQ(graph.nodes.at("g<T>()").duration_ns.sum(), 7u);
}

TEST(Fold, AnEdgeHasTheTimeOfItsCallsWithAndWithoutWhatTheyCalled) {
  const Graph graph = folded(
      "chunk 1 0\n10 enter 1\n12 enter 2\n15 exit 2 success\n30 exit 1 success\n"
      "40 enter 1\n41 enter 2\n48 exit 2 success\n49 exit 1 error");

  const Edge& fine = graph.edges.at({kEntry, "f()", Outcome::kSuccess});
  EXPECT_EQ(fine.duration_ns.sum(), 20u);
  EXPECT_EQ(fine.self_ns, 17u);
  const Edge& failed = graph.edges.at({kEntry, "f()", Outcome::kError});
  EXPECT_EQ(failed.duration_ns.sum(), 9u);
  EXPECT_EQ(failed.self_ns, 2u);
  EXPECT_EQ(graph.nodes.at("f()").self_ns, 19u);
}

// A pair takes 5 ns, of which 3 lie in the call itself.
TEST(Fold, WhatRecordingTookIsTheCallsAndItsCallersPart) {
  const Graph graph = folded(
      "cost 10 50 30\n"
      "chunk 1 0\n10 enter 1\n12 enter 2\n15 exit 2 success\n16 enter 2\n20 exit 2 error\n30 exit 1 success\n"
      "31 enter 4\n32 exit 4 success");

  EXPECT_EQ(graph.nodes.at("f()").recording_ns, 3u + 2 * 2);
  EXPECT_EQ(graph.nodes.at("g<T>()").recording_ns, 2u * 3);
  EXPECT_EQ(graph.nodes.at("s()").recording_ns, 1u) << "no more than it took";
}

TEST(Fold, ACostThatIsNoneIsNotTaken) {
  const std::string calls = "chunk 1 0\n10 enter 1\n30 exit 1 success";
  for (const char* cost : {"", "cost 0 50 30\n", "cost 10 30 50\n"})
    EXPECT_EQ(folded(cost + calls).nodes.at("f()").recording_ns, 0u) << cost;
  EXPECT_EQ(folded("cost 1 18446744073709551615 18446744073709551615\n" + calls).nodes.at("f()").recording_ns,
            20u);
}

TEST(Fold, InstantiationsOfATemplateAreOneNodeWithASymbolEach) {
  const Graph graph = folded(
      "chunk 1 0\n10 enter 2\n11 exit 2 success\n12 enter 3\n13 exit 3 success\n14 enter 3\n15 exit 3 "
      "success");

  const Node& g = graph.nodes.at("g<T>()");
  EXPECT_THAT(g.symbols, ElementsAre(Pair("_Z1gIcEvv", 2), Pair("_Z1gIiEvv", 1)));
  EXPECT_THAT(g.shapes,
              ElementsAre(Pair(ShapePair{"{}", "\"char\""}, 2), Pair(ShapePair{"{}", "\"int\""}, 1)));
  EXPECT_EQ(g.occurrences(), 3u);
}

TEST(Fold, SitesThatWereNeverCalledAreNoNodes) {
  EXPECT_TRUE(folded("").nodes.empty());
  EXPECT_THAT(folded("chunk 1 0\n10 enter 1\n11 exit 1 success").nodes, SizeIs(1));
}

TEST(Fold, KeepsDetailsOnTheirEdge) {
  const Graph graph = folded(
      "chunk 1 0\n10 enter 1\n11 detail \"why\"\n11 exit 1 error\n20 enter 1\n21 detail \"why\"\n21 exit 1 "
      "error");

  EXPECT_THAT(graph.edges.at({kEntry, "f()", Outcome::kError}).details, ElementsAre(Pair("why", 2)));
}

TEST(Fold, DetailsThatAreWrittenAlikeAreOneAndAreReadBack) {
  const Graph graph = folded(
      "chunk 1 0\n10 enter 1\n11 detail \"\\xff\"\n11 exit 1 error\n20 enter 1\n21 detail \"\\xfe\"\n21 exit "
      "1 "
      "error");

  EXPECT_THAT(graph.edges.at({kEntry, "f()", Outcome::kError}).details, ElementsAre(Pair("\uFFFD", 2)));
  EXPECT_EQ(to_json(from_json(to_json(graph), "written")), to_json(graph));
}

TEST(Fold, AFunctionNamedAsTheEntryIsANodeThatCanBeReadBack) {
  const Graph graph = folded(
      "site 9 {\"id\":\"(entry)\"}\nchunk 1 0\n10 enter 9\n11 enter 1\n12 exit 1 success\n13 exit 9 success");

  EXPECT_EQ(graph.nodes.at("(entry)()").function_name, "(entry)");
  EXPECT_EQ(graph.edges.at({"(entry)()", "f()", Outcome::kSuccess}).frequency, 1u);
  EXPECT_EQ(to_json(from_json(to_json(graph), "written")), to_json(graph));
}

TEST(Fold, AnEdgeCrossesIntoAnInnerSession) {
  const Graph graph = folded("chunk 1 0\n10 enter 1\n11 enter 4\n12 exit 4 success\n13 exit 1 success");

  EXPECT_EQ(graph.edges.at({"f()", "s()", Outcome::kSuccess}).frequency, 1u);
  EXPECT_EQ(graph.runs.begin()->second.sessions, 2u);
  EXPECT_THAT(graph.variants, SizeIs(2));
}

TEST(Fold, AbandonedCallsAreCountedAndNotTimed) {
  const Graph graph = folded("chunk 1 0\n10 enter 1\n11 enter 2");

  EXPECT_EQ(graph.nodes.at("f()").outcomes[size_t(Outcome::kAbandoned)], 1u);
  EXPECT_EQ(graph.nodes.at("f()").duration_ns.count(), 0u);
}

TEST(Fold, WithTimingOffNothingIsTimed) {
  const Graph graph = folded(
      "chunk 1 0\n0 enter 1\n0 exit 1 success",
      "trace 6f1c0a52-7d1e-4b7a-9c3e-2f5d8a1b4c6e\nabout {\"timing\":\"off\"}\nsite 1 {\"id\":\"f()\"}\n");

  EXPECT_EQ(graph.nodes.at("f()").occurrences(), 1u);
  EXPECT_EQ(graph.nodes.at("f()").duration_ns.count(), 0u);
}

TEST(Fold, ALoopsLengthMakesNoNewVariantAndItsPathHasItOnce) {
  std::string chunks;
  for (const int rounds : {1, 2, 5}) {
    chunks += "100 enter 1\n";
    for (int i = 0; i < rounds; ++i)
      chunks += "101 enter 2\n102 enter 1\n103 exit 1 success\n104 exit 2 success\n";
    chunks += "105 exit 1 success\n";
  }
  const Graph graph = folded("chunk 1 0\n" + chunks);

  ASSERT_THAT(graph.variants, SizeIs(1));
  const Variant& variant = graph.variants.begin()->second;
  EXPECT_EQ(variant.sessions, 3u);
  EXPECT_THAT(variant.path, ElementsAre("f()", "g<T>()", "f()"));
}

TEST(Fold, AnotherOutcomeOrOrderIsAnotherVariant) {
  const Graph graph = folded(
      "chunk 1 0\n10 enter 1\n11 enter 2\n12 exit 2 success\n13 enter 1\n14 exit 1 success\n15 exit 1 "
      "success\n"
      "20 enter 1\n21 enter 1\n22 exit 1 success\n23 enter 2\n24 exit 2 success\n25 exit 1 success\n"
      "30 enter 1\n31 enter 1\n32 exit 1 success\n33 enter 2\n34 exit 2 error\n35 exit 1 success");

  EXPECT_THAT(graph.variants, SizeIs(3));
}

TEST(Fold, ALongPathIsCutAndSaysSo) {
  std::string chunks = "chunk 1 0\n10 enter 1\n";
  for (int i = 0; i < 100; ++i)
    chunks += i % 2 == 0 ? "11 enter 1\n12 exit 1 success\n" : "11 enter 2\n12 exit 2 success\n";
  const Graph graph = folded(chunks + "13 exit 1 success");

  const Variant& variant = graph.variants.begin()->second;
  EXPECT_THAT(variant.path, SizeIs(Variant::kMaxPath));
  EXPECT_EQ(variant.path_left_out, 101 - Variant::kMaxPath);
}

TEST(Fold, LossMarksWhatTheSessionTouchedAndNothingElse) {
  const Graph graph = folded(
      "chunk 1 0\n10 enter 1\nchunk 1 1 depth=1\n12 lost 5\n13 exit 1 success\n20 enter 2\n21 exit 2 "
      "success");

  EXPECT_TRUE(graph.nodes.at("f()").lower_bound);
  EXPECT_FALSE(graph.nodes.at("g<T>()").lower_bound);
  EXPECT_EQ(graph.runs.begin()->second.dropped_records, 5u);
}

TEST(Fold, LossThatNoThreadTellsOfMayHaveTouchedEverything) {
  const Graph graph = folded("chunk 1 0\n10 enter 1\n13 exit 1 success\nend 2 9");

  EXPECT_TRUE(graph.nodes.at("f()").lower_bound);
  EXPECT_EQ(graph.runs.begin()->second.dropped_records, 9u);
}

TEST(Fold, ExemplarsAreTheLeastIdsOfSessionsThatHaveTheEdge) {
  std::string chunks = "chunk 1 0\n";
  for (int i = 0; i < 20; ++i) chunks += "10 enter 1\n11 enter 2\n12 exit 2 success\n13 exit 1 success\n";
  const Graph graph = folded(chunks);

  const auto& ids = graph.nodes.at("g<T>()").exemplars.ids();
  EXPECT_THAT(ids, SizeIs(Exemplars::kKept));
  EXPECT_EQ(ids, graph.nodes.at("f()").exemplars.ids());
}

TEST(Fold, TwoSessionsInTurnAreBothExemplarsOfWhatTheyShare) {
  std::string chunks = "chunk 1 0\n";
  for (int i = 0; i < 50;
       ++i) {  // an outer session, and inner ones that use the same edges between its calls
    chunks += i == 0 ? "10 session-begin \"outer\"\n" : "";
    chunks +=
        "11 enter 1\n12 exit 1 success\n13 session-begin \"inner\"\n14 enter 1\n15 exit 1 success\n16 "
        "session-end\n";
  }
  const Graph graph = folded(chunks + "20 session-end");

  EXPECT_EQ(graph.edges.at({kEntry, "f()", Outcome::kSuccess}).frequency, 100u);
  EXPECT_EQ(graph.runs.begin()->second.sessions, 51u);
}

TEST(Fold, TheRunSaysWhoRanAndWhatWasLost) {
  const Graph graph = folded("chunk 1 0\n10 enter 1\n11 exit 1 success\n12 exit 2 success\nend");

  ASSERT_THAT(graph.runs, ElementsAre(Key("6f1c0a52-7d1e-4b7a-9c3e-2f5d8a1b4c6e")));
  const graph::Run& run = graph.runs.begin()->second;
  EXPECT_EQ(run.label, "nightly");
  EXPECT_EQ(run.executable, "/bin/shop");
  EXPECT_EQ(run.started, "2023-11-14T22:13:20.000000000Z");
  EXPECT_TRUE(run.complete);
  EXPECT_EQ(run.calls, 1u);
  EXPECT_EQ(run.damaged_bytes, 8u);
}

TEST(Fold, TheOrderOfThreadsInTheFileMakesNoDifference) {
  const std::string a = "chunk 1 0\n10 enter 1\n12 enter 2\n15 exit 2 success\n16 exit 1 success\n";
  const std::string b = "chunk 2 0\n11 enter 4\n12 enter 1\n13 exit 1 error\n14 exit 4 success\n";

  EXPECT_EQ(to_json(folded(a + b)), to_json(folded(b + a)));
}

}  // namespace
}  // namespace flowlog::graph
