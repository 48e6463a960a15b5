// The merged graph is a commutative monoid. Its JSON stands for it: equal bytes are equal graphs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "error.h"
#include "graph/graph_json.h"
#include "random_graph.h"

namespace flowlog::graph {
namespace {

Graph sum(const std::vector<Graph>& parts, const std::vector<size_t>& order) {
  Graph graph;
  for (const size_t i : order) add(graph, parts[i], "sum", "part");
  return graph;
}

class AnyGraph : public testing::TestWithParam<uint32_t> {
 protected:
  std::vector<Graph> four() {
    RandomGraphs graphs(GetParam());
    return {graphs.next("one"), graphs.next("two"), graphs.next("three"), graphs.next("four")};
  }
};

TEST_P(AnyGraph, AddsInAnyOrder) {
  const std::vector<Graph> parts = four();
  std::vector<size_t> order = {0, 1, 2, 3};
  const std::string expected = to_json(sum(parts, order));
  while (std::next_permutation(order.begin(), order.end())) {
    // Texts of this length are not shown when they differ.
    EXPECT_TRUE(to_json(sum(parts, order)) == expected);
  }
}

TEST_P(AnyGraph, AddsInAnySteps) {
  const std::vector<Graph> parts = four();
  Graph left = sum(parts, {0, 1});
  Graph right = sum(parts, {2, 3});
  add(left, right, "left", "right");
  EXPECT_EQ(to_json(left), to_json(sum(parts, {0, 1, 2, 3})));
}

TEST_P(AnyGraph, CountsARunOnce) {
  const std::vector<Graph> parts = four();
  Graph graph = sum(parts, {0, 1, 2});
  const std::string before = to_json(graph);
  for (const Graph& part : {parts[0], parts[2], sum(parts, {1, 2}), graph}) {
    EXPECT_FALSE(add(graph, part, "graph", "part"));
    EXPECT_TRUE(to_json(graph) == before);
  }
}

TEST_P(AnyGraph, GrowsIntoOneThatContainsIt) {
  const std::vector<Graph> parts = four();
  const Graph whole = sum(parts, {0, 1, 2});
  Graph part = parts[1];
  EXPECT_TRUE(add(part, whole, "part", "whole"));
  EXPECT_EQ(to_json(part), to_json(whole));
}

TEST_P(AnyGraph, KeepsWhatItIsWhenNothingIsAdded) {
  Graph graph = four()[0];
  const std::string before = to_json(graph);
  add(graph, Graph{}, "graph", "nothing");
  EXPECT_EQ(to_json(graph), before);
}

INSTANTIATE_TEST_SUITE_P(Seeds, AnyGraph, testing::Range(1u, 40u));

TEST(Add, GraphsThatShareSomeRunsAreRefusedWithBothNames) {
  RandomGraphs graphs(1);
  const std::vector<Graph> parts = {graphs.next("one"), graphs.next("two"), graphs.next("three")};
  Graph graph = sum(parts, {0, 1});
  const Graph other = sum(parts, {1, 2});
  try {
    add(graph, other, "a.json", "b.json");
    FAIL() << "was added";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::AllOf(testing::HasSubstr("a.json"), testing::HasSubstr("b.json")));
  }
}

// Of one trace with that many calls, as they would be if it was merged while its program ran, or after.
Graph extent(const std::string& trace, uint64_t calls, bool complete) {
  Graph graph;
  graph.nodes["f()"].outcomes[0] = calls;
  graph.runs[trace].calls = calls;
  graph.runs[trace].complete = complete;
  return graph;
}

TEST(Add, AnEarlierPartOfATraceGivesWayInEitherOrder) {
  const Graph part = extent("a", 3, false), longer = extent("a", 5, false), whole = extent("a", 5, true);
  for (const auto& [less, more] : {std::pair{part, longer}, {longer, whole}, {part, whole}}) {
    Graph graph = less;
    EXPECT_TRUE(add(graph, more, "less", "more"));
    EXPECT_EQ(to_json(graph), to_json(more));
    EXPECT_FALSE(add(graph, less, "more", "less"));
    EXPECT_EQ(to_json(graph), to_json(more));
  }
}

TEST(Add, AnEarlierPartAmongOtherRunsIsAnOverlap) {
  Graph graph = extent("a", 3, false);
  add(graph, extent("b", 1, true), "a.json", "b.json");
  try {
    add(graph, extent("a", 5, true), "ab.json", "a.flog");
    FAIL() << "was added";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("ab.json: holds an earlier part of trace a than a.flog"));
    EXPECT_THAT(error.what(), testing::HasSubstr("merge the traces anew"));
  }
}

TEST(Add, ASumThatWouldWrapIsRefusedWithBothNames) {
  Graph graph = extent("a", uint64_t{1} << 63, true);
  try {
    add(graph, extent("b", uint64_t{1} << 63, true), "a.json", "b.json");
    FAIL() << "was added";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::AllOf(testing::HasSubstr("a.json"), testing::HasSubstr("b.json")));
  }
}

TEST(Add, OnlyWholeGraphsAdd) {
  RandomGraphs graphs(1);
  Graph graph = graphs.next("one");
  const Graph structure = structure_of(graphs.next("two"));
  EXPECT_THROW(add(graph, structure, "a.json", "b.json"), Error);
}

TEST(Add, AnEdgeThatRanOnAnyBranchIsNotStatic) {
  Graph in_code;
  in_code.nodes["f()"], in_code.nodes["g()"];
  in_code.edges[{"f()", "g()", Outcome::kSuccess}].static_only = true;
  Graph ran;
  ran.nodes["f()"], ran.nodes["g()"];
  ran.edges[{"f()", "g()", Outcome::kError}].frequency = 2;

  add(in_code, ran, "code", "run");

  ASSERT_EQ(in_code.edges.size(), 1u);
  EXPECT_EQ(in_code.edges.begin()->first.branch, Outcome::kError);
}

Graph code(bool is_virtual) {
  Graph graph;
  graph.nodes["f()"].code_known = graph.nodes["g()"].code_known = true;
  Edge& edge = graph.edges[{"f()", "g()", Outcome::kSuccess}];
  edge.static_only = true;
  edge.is_virtual = is_virtual;
  return graph;
}

// A run named `trace` that called one function.
Graph run_of(const std::string& trace, const std::string& id) {
  Graph graph = extent(trace, 1, true);
  graph.nodes[id].outcomes[0] = 1;
  return graph;
}

TEST(Add, AnEdgeThatRanIsStaticInNoOrderAndNoSteps) {
  Graph ran = run_of("a", "g()");
  ran.edges[{"f()", "g()", Outcome::kSuccess}].frequency = 1;
  const Graph never = run_of("b", "h()");
  std::vector<Graph> parts = {code(false), code(true), ran, never};

  std::vector<size_t> order = {0, 1, 2, 3};
  do {
    const Graph all = sum(parts, order);
    ASSERT_EQ(all.edges.size(), 1u);
    EXPECT_FALSE(all.edges.begin()->second.static_only);
    EXPECT_FALSE(all.edges.begin()->second.is_virtual);
    Graph left = sum(parts, {order[0], order[1]});
    add(left, sum(parts, {order[2], order[3]}), "left", "right");
    EXPECT_EQ(to_json(left), to_json(all));
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(Add, AnEdgeIsVirtualOnlyIfAllCallsThereAre) {
  for (const bool first : {false, true}) {
    Graph graph = code(first);
    add(graph, code(!first), "one", "other");
    EXPECT_TRUE(graph.edges.begin()->second.static_only);
    EXPECT_FALSE(graph.edges.begin()->second.is_virtual);
  }
}

TEST(Add, CodeIsAddedEvenWhereTheRunsAreThereAlready) {
  const Graph run = run_of("a", "h()");
  Graph with_code = run;
  add(with_code, code(true), "run", "code");
  Graph longer = run;
  add(longer, run_of("b", "h()"), "a", "b");

  Graph contained = longer;
  EXPECT_FALSE(add(contained, with_code, "longer", "with code"));
  Graph containing = with_code;
  EXPECT_TRUE(add(containing, longer, "with code", "longer"));

  Graph expected = longer;
  add(expected, code(true), "longer", "code");
  EXPECT_EQ(to_json(contained), to_json(expected));
  EXPECT_EQ(to_json(containing), to_json(expected));
}

TEST(Exemplars, AreTheLeastInAnyOrder) {
  Exemplars up, down;
  for (const char* id : {"1", "2", "3", "4", "5"}) up.add(id);
  for (const char* id : {"5", "4", "3", "2", "1"}) down.add(id);
  EXPECT_EQ(up.ids(), (std::set<std::string>{"1", "2", "3"}));
  EXPECT_EQ(down.ids(), up.ids());
}

}  // namespace
}  // namespace flowlog::graph
