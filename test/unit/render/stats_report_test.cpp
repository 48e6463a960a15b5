#include "render/stats_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "../graph/sample_graph.h"
#include "hostile_names.h"
#include "render/columns.h"
#include "render/table.h"
#include "text.h"

namespace flowlog::render {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(Table, AlignsColumnsByCharacters) {
  Table table({{"n", Align::kRight}, {"name", Align::kLeft}, {"x", Align::kLeft}});
  table.add({"7", "\u00B5\u00B5", "y"});
  table.add({"1234", "abc"});
  EXPECT_THAT(table.lines(), ElementsAre("     n  name  x", "     7  \u00B5\u00B5    y", "  1234  abc"));
}

TEST(Table, WideCharactersTakeTwoColumnsAndCombiningOnesNone) {
  Table table({{"name", Align::kLeft}, {"x", Align::kLeft}});
  table.add({"\u4E2D\u6587", "y"});
  table.add({"e\u0301", "y"});
  table.add({"\U0001F600", "y"});
  EXPECT_THAT(table.lines(),
              ElementsAre("  name  x", "  \u4E2D\u6587  y", "  e\u0301     y", "  \U0001F600    y"));
}

TEST(Columns, TextIsCutWhereTheLineEnds) {
  EXPECT_EQ(cut_to_columns("abcdef", 6), "abcdef");
  EXPECT_EQ(cut_to_columns("abcdef", 5), "abcd\u2026");
  EXPECT_EQ(cut_to_columns("\u4E2D\u6587\u4E2D", 5), "\u4E2D\u6587\u2026");
  EXPECT_EQ(cut_to_columns("\u4E2D\u6587\u4E2D", 4), "\u4E2D\u2026");
  EXPECT_EQ(cut_to_columns("abcdef", 0), "");
}

TEST(StatsText, FitsTheTerminal) {
  const std::string text = stats_text(graph_of_hostile_names(), 100, /*color=*/false, 60);
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);  // a sentence
  std::getline(lines, line);
  while (std::getline(lines, line)) EXPECT_LE(columns_in(line), 60u) << line;
}

// Two builds: f fails more often in the second, and gives something else.
graph::Graph changed_graph() {
  graph::Graph graph;
  graph.runs["a"].label = "build 41";
  graph.runs["a"].started = "2026-01-01T00:00:00Z";
  graph.runs["b"].label = "build 42";
  graph.runs["b"].started = "2026-01-02T00:00:00Z";
  const uint32_t first = graph.history.batches.number_of("lbuild 41");
  const uint32_t last = graph.history.batches.number_of("lbuild 42");
  graph::Node& f = graph.nodes["f()"];
  f.function_name = "f";
  f.outcomes = {170, 30, 0, 0};
  f.shapes = {{{"{}", "\"int\""}, 100}, {{"{}", "\"long\""}, 100}};
  f.shape_runs = {{{"{}", "\"int\""}, {"a", "a"}}, {{"{}", "\"long\""}, {"b", "b"}}};
  graph::Edge& fine = graph.edges[{graph::kEntry, "f()", graph::Outcome::kSuccess}];
  fine.frequency = 170;
  fine.history.add(first, 99);
  fine.history.add(last, 71);
  graph::Edge& failed = graph.edges[{graph::kEntry, "f()", graph::Outcome::kError}];
  failed.frequency = 30;
  failed.history.add(first, 1);
  failed.history.add(last, 29);
  return graph;
}

TEST(StatsText, SaysWhatChangedFromTheFirstBatchToTheLast) {
  const std::string text = stats_text(changed_graph(), 10, /*color=*/false);
  EXPECT_THAT(text, HasSubstr("Outcomes that changed from build 41 to build 42\n"
                              "  before     now  calls  outcome  function\n"
                              "   1.0 %  29.0 %    100  error    f()\n"));
  EXPECT_THAT(text, HasSubstr("  gone   f()           int\n  new    f()           long\n"));
  const auto drift = nlohmann::json::parse(stats_json(changed_graph(), 10))["drift"];
  EXPECT_EQ(drift["last"], "build 42");
  EXPECT_EQ(drift["outcomes"][0]["last"], (nlohmann::json{{"calls", 29}, {"of", 100}}));
  EXPECT_EQ(drift["shapes"].size(), 2u);
}

TEST(StatsText, WhatChanceAloneMayDoIsNoNews) {
  graph::Graph graph = changed_graph();
  for (auto& [key, edge] : graph.edges) {
    edge.history = {};
    const uint64_t failed = key.branch == graph::Outcome::kError;
    edge.history.add(0, failed ? 12 : 88);
    edge.history.add(1, failed ? 18 : 82);
  }
  EXPECT_THAT(stats_text(graph, 10, /*color=*/false), Not(HasSubstr("Outcomes that changed")));
}

TEST(StatsText, SaysWhoHandledErrorsAndWhatHappenedThen) {
  graph::Graph graph = graph::sample_graph();
  graph::Errors& errors = graph.errors[{"shop::price(shop::Order const&)", "shop::NoSuchOrder"}];
  errors.hops = {{0, 2}, {2, 5}};
  errors.unhandled = 1;
  errors.handlers["shop::serve(shop::Order const&)"].then_called["shop::refuse()"] = 4;
  errors.handlers["shop::serve(shop::Order const&)"].then_ended[0] = 2;
  EXPECT_THAT(
      stats_text(graph, 10, /*color=*/false),
      HasSubstr("Errors, and what happened then\n"
                "  errors  detail             began in                         passed  times  handled by"
                "                       which then\n"
                "       7  shop::NoSuchOrder  shop::price(shop::Order const&)     0\u20132      6  "
                "shop::serve(shop::Order const&)  shop::refuse() 4, (success) 2\n"
                "                                                                          1  (nobody)\n"));
  const auto read = nlohmann::json::parse(stats_json(graph, 10))["errors"][0];
  EXPECT_EQ(read["occurrences"], 7);
  EXPECT_EQ(read["handlers"][0]["then_called"]["shop::refuse()"], 4);
}

TEST(StatsText, NamesRarePathsWithASessionThatTookThem) {
  graph::Graph graph = graph::sample_graph();
  EXPECT_THAT(stats_text(graph, 10, /*color=*/false), Not(HasSubstr("Rare paths")));
  graph.variants["1"] = {1, {"shop::serve(shop::Order const&)"}, 0, "5e0f"};
  graph.variants["2"] = {997, {"shop::price(shop::Order const&)"}, 0, "5e10"};
  EXPECT_THAT(stats_text(graph, 10, /*color=*/false), HasSubstr("         1  5e0f         shop::serve\n"));
  const auto rare = nlohmann::json::parse(stats_json(graph, 10))["rare_variants"];
  EXPECT_EQ(rare[0]["exemplar"], "5e0f");
}

TEST(StatsText, SaysTotalsRankingsAndPaths) {
  const std::string text = stats_text(graph::sample_graph(), 10, /*color=*/false);
  EXPECT_THAT(text, HasSubstr("3 sessions in 1 run, 6 calls, 2 functions, 5 edges\n"));
  EXPECT_THAT(text, HasSubstr("  success 3 (50.0 %)  error 2 (33.3 %)  partial 1 (16.7 %)\n"));
  EXPECT_THAT(text, HasSubstr("  59 \u00B5s  59.6 %  59 \u00B5s      3  2.0 \u00B5s  56 \u00B5s  "
                              "shop::price(shop::Order const&)\n"));
  EXPECT_THAT(text, HasSubstr("      1  error    (entry)"));
  EXPECT_THAT(text, HasSubstr("shop::NoSuchOrder 1\n"));
  EXPECT_THAT(text, HasSubstr("         3  shop::serve \u2192 shop::price\n"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("lost")));
}

TEST(StatsText, ColorsDoNotChangeTheWords) {
  std::string colored = stats_text(graph::sample_graph(), 10, /*color=*/true);
  ASSERT_THAT(colored, HasSubstr("\x1b[31merror"));
  for (size_t at; (at = colored.find('\x1b')) != std::string::npos;)
    colored.erase(at, colored.find('m', at) - at + 1);
  EXPECT_EQ(colored, stats_text(graph::sample_graph(), 10, /*color=*/false));
}

TEST(StatsText, SaysWhatWasLost) {
  graph::Graph graph = graph::sample_graph();
  graph.runs.begin()->second.dropped_records = 12;
  graph.runs.begin()->second.damaged_bytes = 1;
  graph.runs.begin()->second.complete = false;
  const std::string text = stats_text(graph, 10, /*color=*/false);
  EXPECT_THAT(text, HasSubstr("12 records were lost"));
  EXPECT_THAT(text, HasSubstr("1 byte of the traces could not be read"));
  EXPECT_THAT(text, HasSubstr("1 run ended without closing its trace"));
}

TEST(StatsText, ShowsShapesThatVary) {
  graph::Graph graph = graph::sample_graph();
  graph.nodes.begin()->second.shapes[{"{}", "\"std::nullopt_t\""}] = 1;
  EXPECT_THAT(stats_text(graph, 10, /*color=*/false), HasSubstr("std::nullopt_t"));
}

TEST(StatsText, SaysHowLongCoroutinesWereSuspended) {
  graph::Graph graph = graph::sample_graph();
  EXPECT_THAT(stats_text(graph, 10, /*color=*/false), Not(HasSubstr("suspended")));
  for (const uint64_t ns : {1000u, 3000u}) graph.nodes.begin()->second.suspended_ns.add(ns);
  EXPECT_THAT(stats_text(graph, 10, /*color=*/false),
              HasSubstr("Most time suspended\n  suspended  calls     p50     p99  coroutine\n     4.0 "
                        "\u00B5s      2  1.0 \u00B5s  3.0 \u00B5s  "
                        "shop::price"));
  const auto stats = nlohmann::json::parse(stats_json(graph, 10));
  EXPECT_EQ(stats["by_suspension"][0]["suspended_ns"]["sum"], 4000);
}

TEST(StatsText, ShowsTimesWithoutRecordingWhereThatIsKnown) {
  graph::Graph graph = graph::sample_graph();
  EXPECT_THAT(stats_text(graph, 10, /*color=*/false), Not(HasSubstr("unrecorded")));
  graph.nodes.begin()->second.recording_ns = 9'000;
  EXPECT_THAT(stats_text(graph, 10, /*color=*/false), HasSubstr("unrecorded"));
}

TEST(StatsText, TakesAnyNameAndNoGraphAtAll) {
  const std::string text = stats_text(graph_of_hostile_names(), 100, /*color=*/false);
  EXPECT_EQ(valid_utf8(text), text);
  EXPECT_THAT(stats_text(graph::Graph{}, 10, /*color=*/false), HasSubstr("0 sessions in 0 runs"));
}

TEST(StatsJson, HoldsTheSameForPrograms) {
  const auto stats = nlohmann::json::parse(stats_json(graph::sample_graph(), 10));
  EXPECT_EQ(stats["sessions"], 3);
  EXPECT_EQ(stats["outcomes"]["error"], 2);
  EXPECT_EQ(stats["by_self_time"][0]["self_ns"], 59'000);
  EXPECT_EQ(stats["error_branches"][0]["details"]["shop::NoSuchOrder"], 1);
  EXPECT_EQ(stats["slowest_edges"][0]["duration_ns"]["p99"], 90'000);
  EXPECT_EQ(stats["frequent_paths"][0]["count"], 3);
  EXPECT_TRUE(stats["shape_variations"].empty());
  EXPECT_TRUE(nlohmann::json::accept(stats_json(graph_of_hostile_names(), 100)));
}

}  // namespace
}  // namespace flowlog::render
