#include "render/mermaid.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "../graph/sample_graph.h"
#include "hostile_names.h"
#include "render/render.h"
#include "text.h"

namespace flowlog::render {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST(Mermaid, DrawsBoxesFramesAndArrows) {
  const std::string chart = to_mermaid(picture_of(graph::sample_graph(), GroupBy::kNamespace));
  EXPECT_THAT(chart, HasSubstr("flowchart LR\n"));
  EXPECT_THAT(chart, HasSubstr("  subgraph g1[\"shop\"]\n"));
  EXPECT_THAT(chart, HasSubstr("    n2[\"serve<br/>3 calls \u00B7 5.0 \u00B5s\"]:::failed\n"));
  EXPECT_THAT(chart, HasSubstr("  entry -->|\"2\"| n2\n"));
  EXPECT_THAT(chart, HasSubstr("  n2 -->|\"1 partial\"| n1\n"));
}

// Each line is of a known form, and quoted text holds nothing that Mermaid takes for syntax.
TEST(Mermaid, SurvivesAnyName) {
  const std::string chart = to_mermaid(picture_of(graph_of_hostile_names(), GroupBy::kNamespace));
  EXPECT_EQ(valid_utf8(chart), chart);
  const std::string text = "\"([^\"<>&`*%\\\\#]|<br/>|#[a-z0-9]+;)*\"";
  const std::vector<std::string> lines = lines_of(chart);
  for (size_t i = 4; i < lines.size(); ++i) {  // after the title
    EXPECT_THAT(lines[i],
                testing::AnyOf(MatchesRegex(" *n[0-9]+\\[" + text + "\\](:::[a-z]+)?"),
                               MatchesRegex(" *subgraph g[0-9]+\\[" + text + "\\]"), MatchesRegex(" *end"),
                               MatchesRegex(" *class g[0-9]+ frame"),
                               MatchesRegex("  entry\\(\\[\"\\(entry\\)\"\\]\\):::entry"),
                               MatchesRegex("  (entry|n[0-9]+) -->\\|" + text + "\\| n[0-9]+"),
                               MatchesRegex("  linkStyle [0-9,]+ stroke:.*"), MatchesRegex("  classDef .*")));
  }
}

TEST(Mermaid, PrunesToWhatMermaidDrawsAndSaysSo) {
  graph::Graph graph;
  for (size_t i = 0; i < 700; ++i) {
    const std::string id = "function_with_quite_a_long_name_" + std::to_string(i) + "(std::vector<int>)";
    graph.nodes[id].function_name = id;
    graph.edges[{graph::kEntry, id, graph::Outcome::kSuccess}].frequency = 1 + i;
  }
  const Rendered rendered = render(graph, Format::kMermaid, {}, GroupBy::kNamespace);
  EXPECT_LE(rendered.bytes.size(), kMermaidMaxCharacters);
  EXPECT_GT(rendered.bytes.size(), kMermaidMaxCharacters * 9 / 10);
  EXPECT_THAT(rendered.bytes, HasSubstr("Left out: "));
  EXPECT_THAT(rendered.bytes, HasSubstr("_699"));
  EXPECT_THAT(rendered.remark, HasSubstr("of 700 are shown"));
}

}  // namespace
}  // namespace flowlog::render
