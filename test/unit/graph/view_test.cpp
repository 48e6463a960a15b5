#include "graph/view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error.h"
#include "graph/graph_json.h"

namespace flowlog::graph {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// serve calls load and check; check fails in parse; log is called from everywhere; clean is apart.
Graph shop() {
  Graph graph;
  const auto edge = [&](const std::string& from, const std::string& to, uint64_t frequency,
                        Outcome branch = Outcome::kSuccess) {
    for (const std::string& id : {from, to}) {
      if (id == kEntry) continue;
      Node& node = graph.nodes[id];
      node.function_name = id.substr(0, id.find('('));
      node.module = node.function_name.substr(0, node.function_name.find("::"));
    }
    graph.nodes[to].outcomes[size_t(branch)] += frequency;
    graph.edges[{from, to, branch}].frequency = frequency;
  };
  edge(kEntry, "http::serve()", 100);
  edge("http::serve()", "db::load(int)", 90);
  edge("http::serve()", "shop::check()", 100);
  edge("shop::check()", "shop::parse()", 7, Outcome::kError);
  edge("shop::check()", "shop::parse()", 93);
  edge("db::load(int)", "util::log()", 90);
  edge("shop::parse()", "util::log()", 7);
  edge(kEntry, "util::clean()", 1);
  return graph;
}

std::vector<std::string> ids(const Graph& graph) {
  std::vector<std::string> names;
  for (const auto& [id, node] : graph.nodes) names.push_back(id);
  return names;
}

std::string message_for(const ViewOptions& options) {
  try {
    view(shop(), options);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(View, WithoutOptionsIsTheWholeGraph) {
  const Graph whole = view(shop(), {});
  EXPECT_EQ(whole.form, Form::kWhole);
  EXPECT_EQ(to_json(whole), to_json(shop()));
}

TEST(View, OfErrorsShowsThemAndTheWayThere) {
  const Graph errors = view(shop(), {.only_errors = true});
  EXPECT_THAT(ids(errors), ElementsAre("http::serve()", "shop::check()", "shop::parse()"));
  EXPECT_EQ(errors.edges.count({"shop::check()", "shop::parse()", Outcome::kError}), 1u);
  EXPECT_EQ(errors.edges.count({"shop::check()", "shop::parse()", Outcome::kSuccess}), 0u);
}

TEST(View, ByCountDropsRareFunctionsAndEdges) {
  const Graph often = view(shop(), {.min_count = 90});
  EXPECT_THAT(ids(often),
              ElementsAre("db::load(int)", "http::serve()", "shop::check()", "shop::parse()", "util::log()"));
  EXPECT_EQ(often.edges.count({"shop::check()", "shop::parse()", Outcome::kError}), 0u);
}

TEST(View, ByModuleAndIgnoreTakeRegularExpressions) {
  EXPECT_THAT(ids(view(shop(), {.module = "^(db|shop)$"})),
              ElementsAre("db::load(int)", "shop::check()", "shop::parse()"));
  EXPECT_THAT(ids(view(shop(), {.ignore = "util::|\\(int\\)"})),
              ElementsAre("http::serve()", "shop::check()", "shop::parse()"));
}

TEST(View, WithFocusShowsCallersAndCallees) {
  for (const char* name : {"shop::check()", "shop::check", "check"}) {
    EXPECT_THAT(ids(view(shop(), {.focus = name})),
                ElementsAre("http::serve()", "shop::check()", "shop::parse()", "util::log()"));
  }
}

TEST(View, WithALimitKeepsTheBusiestEdges) {
  const Graph busiest = view(shop(), {.max_edges = 2});
  EXPECT_EQ(busiest.edges.size(), 2u);
  EXPECT_THAT(ids(busiest), ElementsAre("http::serve()", "shop::check()"));
}

TEST(View, SaysWhatItLeftOutAndWhy) {
  const Graph part = view(shop(), {.only_errors = true, .ignore = "^nothing$"});
  EXPECT_EQ(part.form, Form::kView);
  EXPECT_EQ(part.left_out.nodes, 3u);
  EXPECT_EQ(part.left_out.edges, 5u);
  EXPECT_THAT(part.left_out.because, ElementsAre("--only-errors"));
}

TEST(View, OfAViewCountsWhatBothLeftOut) {
  const Graph twice = view(view(shop(), {.only_errors = true}), {.max_edges = 1});
  EXPECT_EQ(twice.left_out.edges, shop().edges.size() - 1);
  EXPECT_EQ(twice.left_out.nodes, shop().nodes.size() - twice.nodes.size());
}

TEST(View, RefusesABadExpressionAndShowsIt) {
  EXPECT_THAT(message_for({.module = "sh(op"}), HasSubstr("--module 'sh(op': not a regular expression"));
  EXPECT_THAT(message_for({.ignore = "*"}), HasSubstr("--ignore '*'"));
}

TEST(View, RefusesAnUnknownFunctionAndNamesNearOnes) {
  EXPECT_EQ(message_for({.focus = "shop::chekc"}),
            "--focus 'shop::chekc': no function of the graph has this name; did you mean shop::check?");
  EXPECT_THAT(message_for({.focus = "Load"}), HasSubstr("did you mean db::load?"));
  EXPECT_EQ(message_for({.focus = "quite_different"}),
            "--focus 'quite_different': no function of the graph has this name");
}

// What makes backtracking matchers run for years.
TEST(View, TakesHarmfulPatternsInStride) {
  Graph graph = shop();
  graph.nodes[std::string(10'000, 'a')];
  EXPECT_EQ(view(graph, {.ignore = "(a+)+$"}).nodes.size(), shop().nodes.size());
}

TEST(View, OfSomeTestsHasWhatTheyRan) {
  Graph graph = shop();
  const uint32_t pays = graph.tests.number_of("Shop.Pays"), cleans = graph.tests.number_of("Util.Cleans");
  for (const char* id : {"http::serve()", "db::load(int)"}) graph.nodes[id].tests.add(pays);
  graph.edges[{kEntry, "http::serve()", Outcome::kSuccess}].tests.add(pays);
  graph.edges[{"http::serve()", "db::load(int)", Outcome::kSuccess}].tests.add(pays);
  graph.nodes["util::clean()"].tests.add(cleans);
  graph.edges[{kEntry, "util::clean()", Outcome::kSuccess}].tests.add(cleans);

  const Graph shown = view(graph, {.test = "^Shop"});
  EXPECT_THAT(ids(shown), ElementsAre("db::load(int)", "http::serve()"));
  EXPECT_EQ(shown.edges.size(), 2u);
  EXPECT_THAT(shown.left_out.because, ElementsAre("--test ^Shop"));
  EXPECT_THAT(ids(view(graph, {.test = "Shop|Util"})),
              ElementsAre("db::load(int)", "http::serve()", "util::clean()"));
}

TEST(View, OfSomeDepthHasWhatIsSoManyCallsFromOutside) {
  EXPECT_THAT(ids(view(shop(), {.depth = 1})), ElementsAre("http::serve()", "util::clean()"));
  EXPECT_THAT(ids(view(shop(), {.depth = 2})),
              ElementsAre("db::load(int)", "http::serve()", "shop::check()", "util::clean()"));
  EXPECT_EQ(view(shop(), {.depth = 4}).form, Form::kWhole);
}

}  // namespace
}  // namespace flowlog::graph
