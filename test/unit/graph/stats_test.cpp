#include "graph/stats.h"

#include <gtest/gtest.h>

#include "sample_graph.h"

namespace flowlog::graph {
namespace {

TEST(Stats, TotalsAddOverRunsAndFunctions) {
  Graph graph = sample_graph();
  auto& second = graph.runs["second"];
  second.complete = false;
  second.sessions = 4;
  second.dropped_records = 10;
  second.damaged_bytes = 20;
  const Totals totals = totals_of(graph);
  EXPECT_EQ(totals.runs, 2u);
  EXPECT_EQ(totals.unfinished_runs, 1u);
  EXPECT_EQ(totals.sessions, 7u);
  EXPECT_EQ(totals.calls, 6u);
  EXPECT_EQ(totals.outcomes, (std::array<uint64_t, kOutcomes>{3, 2, 1, 0}));
  EXPECT_EQ(totals.dropped_records, 10u);
  EXPECT_EQ(totals.damaged_bytes, 20u);
}

TEST(Stats, PathsAreRankedBySessionsThenByName) {
  Graph graph;
  graph.variants["1"] = {2, {"b"}, 0};
  graph.variants["2"] = {2, {"a"}, 0};
  graph.variants["3"] = {5, {"c"}, 0};
  const auto paths = frequent_paths(graph, 2);
  ASSERT_EQ(paths.size(), 2u);
  EXPECT_EQ(paths[0].path, std::vector<std::string>{"c"});
  EXPECT_EQ(paths[1].path, std::vector<std::string>{"a"});
}

TEST(Stats, TreesWithOnePathCountTogether) {
  Graph graph;
  graph.variants["1"] = {2, {"a", "b"}, 0};
  graph.variants["2"] = {3, {"a", "b"}, 0};
  graph.variants["3"] = {3, {"a", "b"}, 9};
  const auto paths = frequent_paths(graph);
  ASSERT_EQ(paths.size(), 2u);
  EXPECT_EQ(paths[0].count, 5u);
  EXPECT_EQ(paths[1].path_left_out, 9u);
}

TEST(Stats, RankingsHoldOnlyWhatApplies) {
  Graph graph = sample_graph();
  graph.nodes["unused()"];
  EXPECT_EQ(nodes_by_calls(graph, 10).size(), 2u);
  EXPECT_EQ(nodes_by_self_time(graph, 10)[0]->second.self_ns, 59'000u);
  EXPECT_EQ(edges_that_failed(graph, 10).size(), 3u);
  EXPECT_EQ(slowest_edges(graph, 1)[0]->first.branch, Outcome::kError);
  EXPECT_TRUE(nodes_with_varying_shapes(graph, 10).empty());
}

}  // namespace
}  // namespace flowlog::graph
