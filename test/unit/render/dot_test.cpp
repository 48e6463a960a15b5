#include "render/dot.h"

#include <gmock/gmock.h>
#include <graphviz/cgraph.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>

#include "../graph/sample_graph.h"
#include "hostile_names.h"
#include "text.h"

namespace flowlog::render {
namespace {

using graph::Outcome;
using testing::HasSubstr;
using testing::Not;

std::string dot_of(const graph::Graph& graph) { return to_dot(picture_of(graph, GroupBy::kNamespace)); }

// As Graphviz itself reads it.
struct Parsed {
  explicit Parsed(const std::string& dot) : graph(agmemread(dot.c_str()), agclose) {}

  std::multiset<std::string> nodes() const {
    std::multiset<std::string> names;
    for (Agnode_t* node = agfstnode(graph.get()); node != nullptr; node = agnxtnode(graph.get(), node)) {
      names.insert(agnameof(node));
    }
    return names;
  }
  Agnode_t* node(std::string name) const { return agnode(graph.get(), name.data(), 0); }

  std::unique_ptr<Agraph_t, int (*)(Agraph_t*)> graph;
};

std::string attribute(void* of, std::string name) {
  const char* value = agget(of, name.data());
  return value == nullptr ? "" : value;
}

TEST(Dot, ReadsBackWithItsNames) {
  const Parsed parsed(dot_of(graph::sample_graph()));
  ASSERT_NE(parsed.graph, nullptr);
  EXPECT_EQ(parsed.nodes(), (std::multiset<std::string>{"(entry)", "shop::price(shop::Order const&)",
                                                        "shop::serve(shop::Order const&)"}));
  EXPECT_EQ(agnedges(parsed.graph.get()), 5);
}

TEST(Dot, HasAnArrowForEachOutcomeInItsColorWithItsCount) {
  const Parsed parsed(dot_of(graph::sample_graph()));
  std::map<std::string, std::string> color_of;
  Agnode_t* serve = parsed.node("shop::serve(shop::Order const&)");
  for (Agedge_t* edge = agfstout(parsed.graph.get(), serve); edge != nullptr;
       edge = agnxtout(parsed.graph.get(), edge)) {
    EXPECT_EQ(attribute(edge, "label"), "1");
    color_of[attribute(edge, "color")] = attribute(edge, "tooltip");
  }
  ASSERT_EQ(color_of.size(), 3u);
  EXPECT_THAT(color_of[kOutcomeColors[size_t(Outcome::kSuccess)]], HasSubstr("success 1"));
  EXPECT_THAT(color_of[kOutcomeColors[size_t(Outcome::kError)]], HasSubstr("shop::NoSuchOrder: 1"));
  EXPECT_THAT(color_of[kOutcomeColors[size_t(Outcome::kPartial)]], HasSubstr("empty: 1"));
}

TEST(Dot, BoxesSayNameCallsAndTimeAndTheTooltipTheRest) {
  const Parsed parsed(dot_of(graph::sample_graph()));
  Agnode_t* serve = parsed.node("shop::serve(shop::Order const&)");
  EXPECT_THAT(attribute(serve, "label"), HasSubstr("serve<BR/>"));
  EXPECT_THAT(attribute(serve, "label"), HasSubstr("3 calls \u00B7 5.0 \u00B5s"));
  EXPECT_THAT(attribute(serve, "tooltip"), HasSubstr("shop::serve(shop::Order const&amp;)"));
  EXPECT_THAT(attribute(serve, "tooltip"), HasSubstr("order: shop::Order {id: int}"));
  EXPECT_THAT(attribute(serve, "tooltip"), HasSubstr("success 2, error 1"));
}

TEST(Dot, SurvivesAnyName) {
  const std::string dot = dot_of(graph_of_hostile_names());
  EXPECT_EQ(valid_utf8(dot), dot);
  const Parsed parsed(dot);
  ASSERT_NE(parsed.graph, nullptr);

  std::multiset<std::string> expected = {"(entry)"};
  for (std::string name : hostile_names()) {
    name = printable(name);
    for (size_t at; (at = name.find('\\')) != std::string::npos;) name.replace(at, 1, "\u29F5");
    if (name.starts_with('%')) name.replace(0, 1, "\uFF05");
    expected.insert(shortened(name, 2000));
  }
  EXPECT_EQ(parsed.nodes(), expected);
  EXPECT_EQ(size_t(agnedges(parsed.graph.get())), 2 * hostile_names().size());
}

TEST(Dot, NamesThatWouldLookAlikeGetNumbers) {
  graph::Graph graph;
  const std::string long_name(5000, 'x');
  for (const std::string& id : {std::string("a\\b"), std::string("a\u29F5b"), std::string("a\u29F5b #2"),
                                std::string("%x"), std::string("\uFF05x"), std::string("\t"),
                                std::string("\u2409"), long_name, long_name + "y" + long_name}) {
    graph.nodes[id];
    graph.edges[{graph::kEntry, id, Outcome::kSuccess}].frequency = 1;
  }
  const Parsed parsed(dot_of(graph));
  ASSERT_NE(parsed.graph, nullptr);
  const std::string shown = shortened(long_name, 2000);
  EXPECT_EQ(parsed.nodes(),
            (std::multiset<std::string>{"(entry)", "a\u29F5b", "a\u29F5b #2", "a\u29F5b #3", "\uFF05x",
                                        "\uFF05x #2", "\u2409", "\u2409 #2", shown, shown + " #2"}));
}

// Graphviz ends the process on a quoted string of 16 KiB.
TEST(Dot, NoTextIsTooLongForGraphviz) {
  for (const char* unit : {"x", "\"", "\\", "&", "<", "\U0001F600", "\n"}) {
    std::string long_text;
    while (long_text.size() < 20'000) long_text += unit;
    graph::Graph graph;
    graph::Node& node = graph.nodes[long_text];
    node.function_name = node.module = node.file = node.image = long_text;
    graph.runs["1"].executable = long_text;
    graph::Edge& edge = graph.edges[{graph::kEntry, long_text, Outcome::kError}];
    for (int i = 0; i < 100; ++i) edge.details[std::to_string(i) + long_text] = 1;
    graph.left_out = {1, 1, {long_text}};
    const std::string dot = dot_of(graph);
    size_t length = 0, longest = 0;
    for (size_t i = 0; i < dot.size(); ++i) {
      const bool quote = dot[i] == '"' && dot[i - 1] != '\\';
      length = quote ? 0 : length + 1;
      longest = std::max(longest, length);
    }
    EXPECT_LT(longest, 16'000u) << unit;
    EXPECT_NE(Parsed(dot).graph, nullptr) << unit;
  }
}

TEST(Dot, HotEdgesAreThicker) {
  graph::Graph graph;
  graph.nodes["hot()"], graph.nodes["cold()"];
  graph.edges[{graph::kEntry, "hot()", Outcome::kSuccess}].frequency = 10'000;
  graph.edges[{graph::kEntry, "cold()", Outcome::kSuccess}].frequency = 1;
  const Parsed parsed(dot_of(graph));
  const auto width = [&](const char* to) {
    return std::stod(attribute(
        agedge(parsed.graph.get(), parsed.node("(entry)"), parsed.node(to), nullptr, 0), "penwidth"));
  };
  EXPECT_GT(width("hot()"), 2 * width("cold()"));
}

TEST(Dot, MarksWhatIsUncertainOrNeverRan) {
  graph::Graph graph = graph::sample_graph();
  graph.nodes["shop::unused()"].function_name = "shop::unused";
  graph.edges[{"shop::serve(shop::Order const&)", "shop::unused()", Outcome::kSuccess}].static_only = true;
  graph.edges.begin()->second.lower_bound = true;
  graph.runs.begin()->second.dropped_records = 5;
  const std::string dot = dot_of(graph);
  EXPECT_THAT(dot, HasSubstr("style=dashed"));
  EXPECT_THAT(dot, HasSubstr("label=\"\u22652\""));
  EXPECT_THAT(dot, HasSubstr("at least"));
  EXPECT_THAT(dot, HasSubstr("Lost: 5 records"));
}

TEST(Dot, SaysWhatWasLeftOut) {
  graph::Graph graph = graph::sample_graph();
  EXPECT_THAT(dot_of(graph), Not(HasSubstr("Left out")));
  graph.left_out = {1, 3, {"--ignore a<b"}};
  EXPECT_THAT(dot_of(graph), HasSubstr("Left out: 1 function and 3 edges (--ignore a&lt;b)"));
}

TEST(Dot, OfNothingIsAPictureThatSaysSo) {
  const std::string dot = dot_of(graph::Graph{});
  EXPECT_NE(Parsed(dot).graph, nullptr);
  EXPECT_THAT(dot, HasSubstr("No function is left to show"));
}

}  // namespace
}  // namespace flowlog::render
