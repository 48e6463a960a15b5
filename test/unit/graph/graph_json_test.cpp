#include "graph/graph_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "error.h"
#include "graph/view.h"
#include "random_graph.h"
#include "sample_graph.h"

namespace flowlog::graph {
namespace {

using nlohmann::json;
using testing::HasSubstr;

std::string message_for(const std::string& text) {
  try {
    from_json(text, "graph.json");
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

// The message for the sample with the value at `pointer` replaced.
std::string message_with(const char* pointer, const json& value) {
  json document = json::parse(to_json(sample_graph()));
  document[json::json_pointer(pointer)] = value;
  return message_for(document.dump());
}

std::string message_without(const char* parent, const char* name) {
  json document = json::parse(to_json(sample_graph()));
  document[json::json_pointer(parent)].erase(name);
  return message_for(document.dump());
}

TEST(GraphJson, HasTheFieldsOfTheContract) {
  const json graph = json::parse(to_json(sample_graph()));
  EXPECT_EQ(graph["graph_type"], "merged");
  EXPECT_EQ(graph["nodes"][1]["id"], "shop::serve(shop::Order const&)");
  EXPECT_EQ(graph["nodes"][1]["occurrences"], 3);
  EXPECT_EQ(graph["nodes"][1]["function_name"], "shop::serve");
  EXPECT_EQ(graph["nodes"][1]["input_shape"]["order"]["type"], "shop::Order");
  EXPECT_EQ(graph["nodes"][1]["output_shape"], "bool");
  EXPECT_EQ(graph["edges"][1]["from"], "(entry)");
  EXPECT_EQ(graph["edges"][1]["to"], "shop::serve(shop::Order const&)");
  EXPECT_EQ(graph["edges"][1]["branch"], "error");
  EXPECT_EQ(graph["edges"][1]["frequency"], 1);
  EXPECT_EQ(graph["stats"]["total_sessions"], 3);
  EXPECT_EQ(graph["stats"]["frequent_paths"][0]["count"], 3);
  EXPECT_EQ(graph["stats"]["frequent_paths"][0]["path"].size(), 2u);
  EXPECT_EQ(graph["stats"]["error_nodes"],
            json({"shop::price(shop::Order const&)", "shop::serve(shop::Order const&)"}));
}

TEST(GraphJson, DurationsAreAbsentWhereNothingWasTimed) {
  Graph graph = sample_graph();
  graph.nodes.begin()->second.duration_ns = {};
  const json node = json::parse(to_json(graph))["nodes"][0];
  EXPECT_FALSE(node.contains("duration_ns"));
  EXPECT_FALSE(node.contains("self_ns"));
}

TEST(GraphJson, ShowsTheMostFrequentShapesAndOfEqualsTheLeast) {
  Graph graph = sample_graph();
  Node& node = graph.nodes.begin()->second;
  node.shapes = {{{"{}", "\"c\""}, 2}, {{"{}", "\"b\""}, 2}, {{"{}", "\"a\""}, 1}};
  const json written = json::parse(to_json(graph))["nodes"][0];
  EXPECT_EQ(written["output_shape"], "b");
  EXPECT_EQ(written["shape_variants"].size(), 3u);
}

TEST(GraphJson, ReadsBackToTheSameBytes) {
  for (uint32_t seed = 1; seed < 60; ++seed) {
    RandomGraphs graphs(seed);
    Graph graph = graphs.next("one");
    add(graph, graphs.next("two"), "one", "two");
    for (const Graph& form : {graph, structure_of(graph), view(graph, {.max_edges = 3})}) {
      const std::string text = to_json(form);
      EXPECT_EQ(to_json(from_json(text, "graph")), text);
    }
  }
}

TEST(GraphJson, NamesMayHoldAnything) {
  Graph graph;
  const std::string id = "operator\"\"_x<'\\', \n\x01\u00E4\u4E2D>() [</script>]";
  graph.nodes[id].function_name = id;
  EXPECT_EQ(from_json(to_json(graph), "graph").nodes.begin()->first, id);
}

TEST(GraphJson, TheExampleOfTheDocsIsWhatTheToolWrites) {
  std::ifstream file(FLOWLOG_SOURCE_DIR "/docs/graph.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  EXPECT_THAT(page, HasSubstr("```json\n" + to_json(sample_graph()) + "```"));
}

TEST(Structure, LeavesOutWhatDiffersFromRunToRun) {
  Graph first = sample_graph();
  Graph second = sample_graph();
  second.runs.clear();
  auto& another = second.runs["another"];
  another.label = "build 43";
  another.executable = "/home/me/shop";
  another.started = "2026-04-01T08:00:00Z";
  another.sessions = 3;
  another.calls = 6;
  for (auto& [id, node] : second.nodes) {
    node.file.replace(0, std::string("/srv/shop").size(), "/home/me/checkout");
    node.image = "/home/me/build/shop";
    node.duration_ns.add(77);
    node.self_ns += 5;
    node.exemplars.add("1");
  }
  for (auto& [key, edge] : second.edges) edge.duration_ns.add(5), edge.self_ns += 5, edge.exemplars.add("1");
  ASSERT_NE(to_json(first), to_json(second));
  EXPECT_EQ(to_json(structure_of(first)), to_json(structure_of(second)));
}

TEST(Structure, KeepsCountsOutcomesShapesAndPaths) {
  const json structure = json::parse(to_json(structure_of(sample_graph())));
  EXPECT_EQ(structure["form"], "structure");
  EXPECT_EQ(structure["nodes"][0]["occurrences"], 3);
  EXPECT_EQ(structure["nodes"][0]["outcomes"]["partial"], 1);
  EXPECT_EQ(structure["nodes"][0]["file"], "price/price.cpp");
  EXPECT_EQ(structure["nodes"][0]["shape_variants"].size(), 1u);
  EXPECT_EQ(structure["edges"][0]["frequency"], 2);
  EXPECT_EQ(structure["variants"][0]["sessions"], 3);
  EXPECT_FALSE(structure["nodes"][0].contains("exemplars"));
  EXPECT_FALSE(structure["runs"][0].contains("id"));
}

TEST(Refused, WhatIsNoGraph) {
  EXPECT_THAT(message_for("hello"), HasSubstr("graph.json: offset 0: JSON was expected"));
  EXPECT_THAT(message_for("{\"graph_type\": \"merged\""),
              HasSubstr("graph.json: offset 23: JSON was expected"));
  EXPECT_THAT(message_for("[1, 2]"), HasSubstr("not a flowlog graph"));
  EXPECT_THAT(message_for("{\"name\": \"package\"}"), HasSubstr("not a flowlog graph"));
  EXPECT_THAT(message_with("/graph_type", "session"), HasSubstr("graph_type: \"merged\" was expected"));
}

TEST(Refused, NewerVersions) {
  EXPECT_EQ(message_with("/format_version", 3),
            "graph.json: format_version: version 3 is newer than this flowlog reads (2)");
}

std::string read_file(const std::string& path) {
  std::ifstream file(FLOWLOG_SOURCE_DIR "/" + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Its buckets were wider.
TEST(GraphJson, TheFirstVersionIsReadAndWrittenAsTheNewest) {
  const Graph graph = from_json(read_file("test/lit/tool/Inputs/graph-version-1.json"), "graph");
  const Histogram& price = graph.nodes.at("shop::price(shop::Order const&)").duration_ns;
  EXPECT_EQ(price.min(), 1000u);
  EXPECT_EQ(price.max(), 56'000u);
  EXPECT_EQ(price.sum(), 59'000u);
  EXPECT_NEAR(double(price.quantile(0.5)), 2000, 2000 / 32.0);
  EXPECT_EQ(graph.edges.begin()->second.self_ns, 0u) << "was not known";
  EXPECT_EQ(to_json(from_json(to_json(graph), "graph")), to_json(graph));
}

TEST(GraphJson, BucketsOfTheFirstVersionKeepTheirEndsAndCounts) {
  json document = json::parse(read_file("test/lit/tool/Inputs/graph-version-1.json"));
  document["nodes"][0]["duration_ns"] = json::parse(
      R"({"count": 106, "min": 3, "max": 995, "sum": 500, "buckets": [[3, 1], [960, 5], [992, 100]]})");
  const Histogram read = from_json(document.dump(), "graph").nodes.begin()->second.duration_ns;
  EXPECT_EQ(read.count(), 106u);
  EXPECT_EQ(read.quantile(0), 3u);
  EXPECT_NEAR(double(read.quantile(0.04)), 976, 8);
  EXPECT_EQ(read.quantile(0.5), 995u);
  document["nodes"][0]["duration_ns"]["buckets"][1][0] = 961;
  EXPECT_THAT(message_for(document.dump()), HasSubstr("no bucket starts at 961 ns"));
}

TEST(Refused, WithTheFieldThatIsWrong) {
  EXPECT_EQ(message_with("/nodes/1/occurrences", -3),
            "graph.json: nodes[1].occurrences: a non-negative integer was expected");
  EXPECT_EQ(message_with("/nodes/1/occurrences", 4),
            "graph.json: nodes[1].occurrences: the sum of the outcomes was expected");
  EXPECT_EQ(message_with("/nodes/0/id", 7), "graph.json: nodes[0].id: a string was expected");
  EXPECT_EQ(message_with("/nodes/0/id", "(entry)").substr(0, 24), "graph.json: nodes[0].id:");
  EXPECT_EQ(message_with("/nodes/0/line", 4294967296),
            "graph.json: nodes[0].line: an integer below 2^32 was expected");
  EXPECT_EQ(message_with("/nodes/0", "x"), "graph.json: nodes[0]: an object was expected");
  EXPECT_EQ(message_with("/edges", "x"), "graph.json: edges: a list was expected");
  EXPECT_EQ(message_with("/edges/2/to", "nobody"), "graph.json: edges[2].to: no node has this id");
  EXPECT_EQ(message_with("/edges/2/branch", "maybe"),
            "graph.json: edges[2].branch: success, error, partial or abandoned was expected");
  EXPECT_EQ(message_with("/edges/0/static_only", true),
            "graph.json: edges[0].static_only: true where the frequency is 0, and only there was expected");
  EXPECT_EQ(message_with("/nodes/0/duration_ns/buckets/0/0", 129),
            "graph.json: nodes[0].duration_ns.buckets[0]: no bucket starts at 129 ns");
  EXPECT_EQ(message_with("/nodes/0/duration_ns/count", 9),
            "graph.json: nodes[0].duration_ns.count: the sum of the buckets, at least 1 was expected");
  EXPECT_EQ(message_without("/edges/1", "lower_bound"),
            "graph.json: edges[1]: the field \"lower_bound\" is missing");
  EXPECT_EQ(message_without("", "nodes"), "graph.json: the field \"nodes\" is missing");
}

TEST(Refused, WhatOccursTwice) {
  json document = json::parse(to_json(sample_graph()));
  document["nodes"].push_back(document["nodes"][0]);
  EXPECT_EQ(message_for(document.dump()), "graph.json: nodes[2].id: occurs twice");
}

TEST(Refused, DeepNestingWithoutHarm) {
  EXPECT_THAT(message_for(std::string(100'000, '[')), HasSubstr("nested deeper than"));
  EXPECT_THAT(message_for(R"({"graph_type": )" + std::string(100'000, '{')), HasSubstr("graph.json"));
}

TEST(Refused, BadUtf8AndNumbersBeyondAll) {
  EXPECT_THAT(message_for("{\"graph_type\": \"\xC3\x28\"}"), HasSubstr("JSON was expected"));
  EXPECT_THAT(message_for("{\"graph_type\": 1e999}"), HasSubstr("graph.json: "));
}

// No prefix of a graph is one, and none does harm.
TEST(Refused, EveryTruncation) {
  const std::string text = to_json(sample_graph());
  for (size_t length = 0; length + 2 < text.size(); length += 7) {
    EXPECT_NE(message_for(text.substr(0, length)), "accepted") << length;
  }
}

}  // namespace
}  // namespace flowlog::graph
