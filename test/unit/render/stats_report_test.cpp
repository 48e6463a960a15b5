#include "render/stats_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "../graph/sample_graph.h"
#include "hostile_names.h"
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

TEST(StatsText, SaysTotalsRankingsAndPaths) {
  const std::string text = stats_text(graph::sample_graph(), 10, /*color=*/false);
  EXPECT_THAT(text, HasSubstr("3 sessions in 1 run, 6 calls, 2 functions, 5 edges\n"));
  EXPECT_THAT(text, HasSubstr("  success 3 (50.0 %)  error 2 (33.3 %)  partial 1 (16.7 %)\n"));
  EXPECT_THAT(
      text,
      HasSubstr("  59 \u00B5s  59.6 %      3  2.0 \u00B5s  56 \u00B5s  shop::price(shop::Order const&)\n"));
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
