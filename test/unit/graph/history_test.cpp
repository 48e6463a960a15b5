// history_test.cpp: what changes from run to run, and from build to build.
#include "graph/history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "error.h"
#include "graph/fold.h"
#include "graph/graph_json.h"
#include "trace/made_trace.h"

namespace flowlog::graph {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

const EdgeKey kEdge{kEntry, "f()", Outcome::kSuccess};

// A run of that name whose f was called so often.
Graph run_of(const std::string& id, const std::string& label, const std::string& started, uint64_t calls) {
  Graph graph;
  graph.runs[id].label = label;
  graph.runs[id].started = started;
  Node& f = graph.nodes["f()"];
  f.outcomes[0] = calls;
  f.shapes[{"{}", "\"" + label + "\""}] = calls;
  f.shape_runs[{"{}", "\"" + label + "\""}] = {id, id};
  Edge& edge = graph.edges[kEdge];
  edge.frequency = calls;
  edge.history.add(graph.history.batches.number_of(batch_of(id, graph.runs[id], History::By::kRun)), calls);
  return graph;
}

Graph sum(const std::vector<Graph>& parts) {
  Graph graph;
  for (const Graph& part : parts) add(graph, part, "sum", "part");
  return graph;
}

// Batch -> calls of the edge.
std::vector<std::pair<std::string, uint64_t>> history(const Graph& graph) {
  std::vector<std::pair<std::string, uint64_t>> named;
  for (const auto& [batch, calls] : graph.edges.at(kEdge).history.counts())
    named.emplace_back(graph.history.batches.names()[batch], calls);
  std::sort(named.begin(), named.end());
  return named;
}

TEST(History, OfAFoldedTraceIsThatOfItsRun) {
  trace::Trace trace = trace::made_trace(
      "trace 6f1c0a52-7d1e-4b7a-9c3e-2f5d8a1b4c6e\nabout {\"label\":\"nightly\"}\nclock 0 0 "
      "1700000000000000000\n"
      "site 1 {\"id\":\"f()\",\"function_name\":\"f\"}\n"
      "chunk 1 0\n10 enter 1\n11 exit 1 success\n12 enter 1\n13 exit 1 success\n");
  const Graph graph = fold(trace);
  EXPECT_THAT(history(graph), ElementsAre(Pair("lnightly", 2)));
  EXPECT_EQ(graph.nodes.at("f()").shape_runs.begin()->second.first, graph.runs.begin()->first);
  EXPECT_THAT(to_json(graph), testing::Not(testing::HasSubstr("history"))) << "one batch has all";
  EXPECT_THAT(history(from_json(to_json(graph), "graph")), ElementsAre(Pair("lnightly", 2)));
}

TEST(History, RunsOfOneLabelAreOneBatchAndOthersOneEach) {
  const Graph graph =
      sum({run_of("a", "1.0", "2026-01-01T00:00:00Z", 3), run_of("b", "1.0", "2026-01-01T00:01:00Z", 4),
           run_of("c", "", "2026-01-02T00:00:00Z", 5), run_of("d", "", "2026-01-03T00:00:00Z", 6)});
  EXPECT_THAT(history(graph), ElementsAre(Pair("l1.0", 7), Pair("rc", 5), Pair("rd", 6)));
  const json written = json::parse(to_json(graph));
  EXPECT_EQ(written["history"]["unlabelled_by"], "run");
  EXPECT_EQ(written["history"]["batches"][0],
            json({{"label", "1.0"}, {"runs", 2}, {"started", "2026-01-01T00:00:00Z"}}));
  EXPECT_EQ(written["edges"][0]["history"], json::parse("[[0, 7, 5, 6]]"));
  EXPECT_EQ(to_json(from_json(to_json(graph), "graph")), to_json(graph));
}

TEST(History, AnEdgeThatABatchDidNotTakeLeavesItOut) {
  Graph other = run_of("b", "", "2026-01-02T00:00:00Z", 1);
  other.edges.clear();
  const Graph graph =
      sum({run_of("a", "", "2026-01-01T00:00:00Z", 3), other, run_of("c", "", "2026-01-03T00:00:00Z", 5)});
  EXPECT_EQ(json::parse(to_json(graph))["edges"][0]["history"], json::parse("[[0, 3], [2, 5]]"));
  EXPECT_EQ(to_json(from_json(to_json(graph), "graph")), to_json(graph));
}

// A minute apart, over more than a day.
std::vector<Graph> many_runs(size_t runs) {
  std::vector<Graph> parts;
  for (size_t i = 0; i < runs; ++i) {
    char started[32];
    std::snprintf(started, sizeof started, "2026-01-%02zuT%02zu:%02zu:00Z", 1 + i / 1440, i / 60 % 24,
                  i % 60);
    parts.push_back(run_of("run" + std::to_string(i), "", started, 1 + i % 3));
  }
  return parts;
}

TEST(History, OfTooManyRunsIsToldByTheTimeAtWhichTheyBegan) {
  std::vector<Graph> parts = many_runs(History::kMostRuns);
  EXPECT_EQ(history(sum(parts)).size(), History::kMostRuns);
  parts = many_runs(History::kMostRuns + 500);
  const Graph all = sum(parts);
  EXPECT_EQ(all.history.by, History::By::kHour) << "these are too many minutes";
  EXPECT_THAT(history(all), testing::Contains(Pair("t2026-01-01T00", 120)));
  EXPECT_EQ(to_json(from_json(to_json(all), "graph")), to_json(all));
}

TEST(History, OfTooManyRunsIsTheSameInAnyOrderAndSteps) {
  std::vector<Graph> parts = many_runs(History::kMostRuns + 500);
  parts.push_back(run_of("labelled", "1.0", "2026-01-01T00:00:00Z", 1));
  const std::string all = to_json(sum(parts));
  Graph left = sum({parts.begin(), parts.begin() + 1200});
  const Graph right = sum({parts.begin() + 1200, parts.end()});
  EXPECT_NE(left.history.by, right.history.by);
  Graph other = right;
  add(other, left, "right", "left");
  add(left, right, "left", "right");
  EXPECT_TRUE(to_json(left) == all);
  EXPECT_TRUE(to_json(other) == all);
  std::reverse(parts.begin(), parts.end());
  EXPECT_TRUE(to_json(sum(parts)) == all);
}

TEST(History, ShapesKnowTheirFirstAndLastRunWhateverTheOrder) {
  std::vector<Graph> parts = {
      run_of("c", "int", "2026-01-01T00:00:00Z", 1), run_of("b", "int", "2026-01-02T00:00:00Z", 1),
      run_of("d", "long", "2026-01-03T00:00:00Z", 1), run_of("a", "int", "2026-01-02T00:00:00Z", 1)};
  const auto by_start = [](const Graph& a, const Graph& b) {
    return a.runs.begin()->first < b.runs.begin()->first;
  };
  std::sort(parts.begin(), parts.end(), by_start);
  do {
    const Graph graph = sum(parts);
    const auto& spans = graph.nodes.at("f()").shape_runs;
    EXPECT_EQ(spans.at({"{}", "\"int\""}), (RunSpan{"c", "b"}));
    EXPECT_EQ(spans.at({"{}", "\"long\""}), (RunSpan{"d", "d"}));
  } while (std::next_permutation(parts.begin(), parts.end(), by_start));
}

TEST(History, ThatIsNotConsistentIsRefused) {
  const std::string text =
      to_json(sum({run_of("a", "", "2026-01-01T00:00:00Z", 3), run_of("b", "", "2026-01-02T00:00:00Z", 4)}));
  for (const char* wrong : {"[[0, 3, 4, 5]]", "[[1, 4], [0, 3]]", "[[0, 0]]", "[0, 3]", "[[\"a\", 3]]"}) {
    json document = json::parse(text);
    document["edges"][0]["history"] = json::parse(wrong);
    EXPECT_THROW(from_json(document.dump(), "graph"), Error) << wrong;
  }
}

}  // namespace
}  // namespace flowlog::graph
