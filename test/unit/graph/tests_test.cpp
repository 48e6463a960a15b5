// tests_test.cpp: which tests run what, in memory and in the file.
#include "graph/tests.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "error.h"
#include "graph/call_stream.h"
#include "graph/fold.h"
#include "graph/graph_json.h"
#include "trace/made_trace.h"

namespace flowlog::graph {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kFunction = "f()";

// One function that `tests` run, of `all` tests whose names sort as their numbers do.
Graph graph_with(uint32_t all, const std::vector<uint32_t>& tests) {
  Graph graph;
  for (uint32_t test = 0; test < all; ++test) graph.tests.number_of("test" + std::to_string(10'000 + test));
  graph.nodes[kFunction].outcomes = {1, 0, 0, 0};
  for (const uint32_t test : tests) graph.nodes[kFunction].tests.add(test);
  return graph;
}

std::vector<uint32_t> numbers_of(const TestSet& set) {
  std::vector<uint32_t> numbers;
  set.for_each([&](uint32_t number) { numbers.push_back(number); });
  return numbers;
}

json tests_in_file(const Graph& graph) { return json::parse(to_json(graph))["nodes"][0]["tests"]; }

std::vector<uint32_t> read_back(const Graph& graph) {
  return numbers_of(from_json(to_json(graph), "written").nodes.at(kFunction).tests);
}

std::string message_with(const json& tests) {
  json document = json::parse(to_json(graph_with(6, {1})));
  document["nodes"][0]["tests"] = tests;
  try {
    from_json(document.dump(), "graph.json");
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(TestSet, HoldsWhatWasAddedInAnyOrder) {
  TestSet set;
  for (const uint32_t test : {700u, 3u, 64u, 63u, 700u, 200u}) set.add(test);

  EXPECT_THAT(numbers_of(set), ElementsAre(3, 63, 64, 200, 700));
  EXPECT_EQ(set.size(), 5u);
}

TEST(Tests, AreWrittenInTheOrderOfTheirNames) {
  Graph graph;
  for (const char* name : {"c", "a", "b"}) graph.tests.number_of(name);
  graph.nodes[kFunction].tests.add(graph.tests.number_of("c"));
  graph.nodes[kFunction].tests.add(graph.tests.number_of("a"));

  EXPECT_EQ(json::parse(to_json(graph))["tests"], json({"a", "b", "c"}));
  EXPECT_EQ(tests_in_file(graph), json({0, 2}));
}

TEST(Tests, FewAreAListAndManyATextOfBits) {
  EXPECT_EQ(tests_in_file(graph_with(6, {1, 5})), json({1, 5}));

  std::vector<uint32_t> many;
  for (uint32_t test = 0; test < 65; ++test) many.push_back(test * 2);
  EXPECT_EQ(tests_in_file(graph_with(200, many)), json("55555555555555555555555555555555"
                                                       "1"));
  EXPECT_EQ(read_back(graph_with(200, many)), many);
  many.pop_back();
  EXPECT_EQ(tests_in_file(graph_with(200, many)).size(), 64u);
  EXPECT_EQ(read_back(graph_with(200, many)), many);
}

TEST(Tests, TakeAQuarterOfAByteEachAtMostWhateverRunsWhat) {
  std::vector<uint32_t> odd;
  for (uint32_t test = 1; test < 4000; test += 2) odd.push_back(test);
  const size_t without = to_json(graph_with(4000, {})).size();

  EXPECT_LE(to_json(graph_with(4000, odd)).size(), without + 4000 / 4 + 32);
}

TEST(Tests, OfAFileAreCheckedBeforeTheyAreUsed) {
  EXPECT_EQ(message_with({0, 6}), "graph.json: nodes[0].tests[1]: a place in the list of tests was expected");
  EXPECT_EQ(message_with({-1}), "graph.json: nodes[0].tests[0]: a non-negative integer was expected");
  EXPECT_EQ(message_with("1x"), "graph.json: nodes[0].tests: a list, or hexadecimal digits, was expected");
  EXPECT_EQ(message_with("04"),
            "graph.json: nodes[0].tests: a digit for each four of the tests was expected");
  EXPECT_EQ(message_with("13"), "accepted");
  EXPECT_THAT(message_with(7), HasSubstr("a list was expected"));
}

TEST(Tests, ANameThatComesTwiceIsRefused) {
  json document = json::parse(to_json(graph_with(2, {})));
  document["tests"][1] = document["tests"][0];
  try {
    from_json(document.dump(), "graph.json");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "graph.json: tests[1]: occurs twice");
  }
}

Graph folded(const std::string& chunks) {
  trace::Trace trace = trace::made_trace(
      "trace 6f1c0a52-7d1e-4b7a-9c3e-2f5d8a1b4c6e\nabout {\"test\":\"process\"}\n"
      "site 1 {\"id\":\"f()\"}\nsite 2 session {\"id\":\"s()\"}\n" +
      chunks);
  return fold(trace);
}

std::vector<std::string> names_of(const Graph& graph, const TestSet& set) {
  std::vector<std::string> names;
  set.for_each([&](uint32_t test) { names.push_back(graph.tests.names()[test]); });
  return names;
}

std::string test_named(const std::string& name) {
  return "5 session-begin \"s\"\n5 attribute \"test.case.name\" \"" + name + "\"\n";
}

TEST(Fold, WhatBeginsWithinATestIsOfThatTest) {
  const Graph graph = folded("chunk 1 0\n" + test_named("a") +
                             "6 enter 2\n7 enter 1\n8 exit 1 success\n9 exit 2 success\n10 session-end\n");

  EXPECT_THAT(names_of(graph, graph.nodes.at("f()").tests), ElementsAre("a"));
  EXPECT_THAT(names_of(graph, graph.edges.at({"s()", "f()", Outcome::kSuccess}).tests), ElementsAre("a"));
}

TEST(Fold, AnInnerTestIsItsOwnAndTheOuterOneGoesOn) {
  const Graph graph =
      folded("chunk 1 0\n" + test_named("outer") + test_named("inner") +
             "6 enter 1\n7 exit 1 success\n8 session-end\n9 enter 2\n10 exit 2 success\n11 session-end\n");

  EXPECT_THAT(names_of(graph, graph.nodes.at("f()").tests), ElementsAre("inner"));
  EXPECT_THAT(names_of(graph, graph.nodes.at("s()").tests), ElementsAre("outer"));
}

TEST(Fold, WhatNoTestOfTheProgramRunsIsOfTheProcesss) {
  const Graph graph =
      folded("chunk 1 0\n4 enter 1\n5 exit 1 success\n" + test_named("a") +
             "6 session-end\n7 session-begin \"b\"\n8 enter 2\n9 exit 2 success\n10 session-end\n");

  EXPECT_THAT(names_of(graph, graph.nodes.at("f()").tests), ElementsAre("process"));
  EXPECT_THAT(names_of(graph, graph.nodes.at("s()").tests), ElementsAre("process"));
  EXPECT_EQ(std::set<std::string>(graph.tests.names().begin(), graph.tests.names().end()),
            (std::set<std::string>{"a", "process"}));
}

TEST(Fold, WhatOtherThreadsDoForATestIsThatTests) {
  const Graph graph =
      folded("chunk 1 0\n" + test_named("a") +
             "6 share 7\n20 session-end\n"
             "chunk 2 0\n7 adopt 7\n8 enter 2\n9 enter 1\n10 exit 1 success\n11 exit 2 success\n"
             "12 release 7\n13 enter 1\n14 exit 1 success\n");

  EXPECT_THAT(names_of(graph, graph.nodes.at("s()").tests), ElementsAre("a"));
  EXPECT_THAT(names_of(graph, graph.edges.at({"s()", "f()", Outcome::kSuccess}).tests), ElementsAre("a"));
  EXPECT_THAT(names_of(graph, graph.edges.at({kEntry, "f()", Outcome::kSuccess}).tests),
              ElementsAre("process"));
}

TEST(Fold, AnEdgeThatTestsTakeInTurnKnowsThemAll) {
  std::string chunks = "chunk 1 0\n";
  for (const char* name : {"a", "b", "a", "c"})
    chunks += test_named(name) + "6 enter 1\n7 exit 1 success\n8 session-end\n";
  const Graph graph = folded(chunks);

  EXPECT_THAT(names_of(graph, graph.nodes.at("f()").tests), ElementsAre("a", "b", "c"));
}

}  // namespace
}  // namespace flowlog::graph
