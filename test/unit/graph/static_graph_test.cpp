// static_graph_test.cpp: who can call whom, from the call lists of binaries. A site's id is its number here.
#include "graph/static_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace flowlog::graph {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

trace::Site site(uint64_t id, const std::string& name) {
  trace::Site site;
  site.id = id;
  site.description.id = name + "()";
  site.description.function_name = name;
  site.description.symbol = "_Z" + name;
  return site;
}

trace::CallList tracked(uint64_t id, std::vector<uint64_t> calls, std::vector<uint64_t> virtual_calls = {},
                        std::vector<uint64_t> answers = {}) {
  return {id, /*tracked=*/true, std::move(calls), std::move(virtual_calls), std::move(answers)};
}

trace::CallList other(uint64_t id, std::vector<uint64_t> calls, std::vector<uint64_t> virtual_calls = {},
                      std::vector<uint64_t> answers = {}) {
  return {id, /*tracked=*/false, std::move(calls), std::move(virtual_calls), std::move(answers)};
}

constexpr uint64_t kF = 1, kG = 2, kH = 3, kThrough = 100, kAgain = 101, kMethod = 200;

TEST(StaticCalls, GoThroughFunctionsThatAreNotTrackedAndEndAtThoseThatAre) {
  const std::vector<Binary> program = {{"a.out",
                                        {site(kF, "f"), site(kG, "g"), site(kH, "h")},
                                        {tracked(kF, {kThrough, 999}), other(kThrough, {kAgain}),
                                         other(kAgain, {kThrough, kG}), tracked(kG, {kH}), tracked(kH, {})}}};
  StaticCalls calls(program);
  EXPECT_THAT(calls.of(0, kF), ElementsAre(Pair("g()", false)));
  EXPECT_THAT(calls.of(0, kG), ElementsAre(Pair("h()", false)));
  EXPECT_THAT(calls.of(0, kH), IsEmpty());
  EXPECT_THAT(calls.of(0, 999), IsEmpty());
}

TEST(StaticCalls, VirtualOnesLeadToAllThatAnswer) {
  const std::vector<Binary> program = {
      {"a.out",
       {site(kF, "f"), site(kG, "g"), site(kH, "h")},
       {tracked(kF, {kH}, {kMethod}), tracked(kG, {}, {}, {kMethod}), other(kThrough, {kF}, {}, {kMethod}),
        tracked(kH, {}, {}, {kMethod})}}};
  StaticCalls calls(program);
  // h() is called directly as well.
  EXPECT_THAT(calls.of(0, kF), ElementsAre(Pair("f()", true), Pair("g()", true), Pair("h()", false)));
}

TEST(StaticCalls, PreferTheBinarysOwnAndElseGoToTheOthers) {
  const std::vector<Binary> program = {
      {"a.out",
       {site(kF, "f"), site(kG, "g")},
       {tracked(kF, {kThrough, kAgain}), other(kThrough, {kG}), tracked(kG, {})}},
      {"lib.so", {site(kH, "h")}, {other(kThrough, {kH}), other(kAgain, {kH}), tracked(kH, {})}}};
  StaticCalls calls(program);
  EXPECT_THAT(calls.of(0, kF), ElementsAre(Pair("g()", false), Pair("h()", false)));
  const std::vector<Binary> alone = {program[0]};
  EXPECT_THAT(StaticCalls(alone).of(0, kF), ElementsAre(Pair("g()", false)));
}

TEST(StaticCalls, ATrackedFunctionThatTheLinkerDroppedCallsNothing) {
  const std::vector<Binary> program = {
      {"a.out",
       {site(kF, "f"), site(kG, "g")},
       {tracked(kF, {}, {kMethod}), tracked(kH, {kG}, {}, {kMethod}), tracked(kG, {})}}};
  EXPECT_THAT(StaticCalls(program).of(0, kF), IsEmpty());
}

TEST(StaticGraph, HasEveryFunctionWithoutCallsAndEveryEdgeAsStatic) {
  const Graph graph = static_graph({{"/bin/a", {site(kF, "f"), site(kG, "g")}, {tracked(kF, {kG})}}});

  ASSERT_EQ(graph.nodes.size(), 2u);
  const Node& f = graph.nodes.at("f()");
  EXPECT_EQ(f.occurrences(), 0u);
  EXPECT_TRUE(f.code_known);
  EXPECT_EQ(f.image, "/bin/a");
  EXPECT_THAT(f.symbols, ElementsAre(Pair("_Zf", 0u)));
  EXPECT_THAT(f.shapes, ElementsAre(Pair(ShapePair{"{}", "\"void\""}, 0u)));
  ASSERT_EQ(graph.edges.size(), 1u);
  EXPECT_EQ(graph.edges.begin()->second.frequency, 0u);
  EXPECT_TRUE(graph.edges.begin()->second.static_only);
  EXPECT_TRUE(graph.runs.empty());
}

// Two instantiations: the node's edge is virtual only if both of theirs are.
TEST(StaticGraph, FoldsInstantiations) {
  const Graph graph = static_graph({{"a",
                                     {site(kF, "f"), site(kG, "f"), site(kH, "h")},
                                     {tracked(kF, {}, {kMethod}), tracked(kG, {kH}),
                                      tracked(kH, {}, {}, {kMethod})}}});
  ASSERT_EQ(graph.edges.size(), 1u);
  EXPECT_FALSE(graph.edges.begin()->second.is_virtual);
}

}  // namespace
}  // namespace flowlog::graph
