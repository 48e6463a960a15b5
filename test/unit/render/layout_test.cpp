#include "render/layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../graph/sample_graph.h"
#include "error.h"
#include "hostile_names.h"
#include "render/dot.h"

namespace flowlog::render {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string sample_dot() { return to_dot(picture_of(graph::sample_graph(), GroupBy::kNamespace)); }

TEST(Layout, MakesEveryFormat) {
  EXPECT_THAT(draw(sample_dot(), ImageFormat::kSvg).bytes, HasSubstr("<svg"));
  EXPECT_THAT(draw(sample_dot(), ImageFormat::kPng).bytes, StartsWith("\x89PNG"));
  EXPECT_THAT(draw(sample_dot(), ImageFormat::kPdf).bytes, StartsWith("%PDF"));
}

TEST(Layout, TheSamePictureIsTheSameBytes) {
  EXPECT_EQ(draw(sample_dot(), ImageFormat::kSvg).bytes, draw(sample_dot(), ImageFormat::kSvg).bytes);
}

TEST(Layout, TakesAnyName) {
  const std::string dot = to_dot(picture_of(graph_of_hostile_names(), GroupBy::kNamespace));
  const Image image = draw(dot, ImageFormat::kSvg);
  EXPECT_FALSE(image.coarse);
  EXPECT_THAT(image.bytes, HasSubstr("</svg>"));
}

TEST(Layout, OutOfTimeIsAnErrorThatSaysWhatToDo) {
  try {
    draw(sample_dot(), ImageFormat::kSvg, std::chrono::milliseconds(0));
    FAIL() << "was drawn in no time";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("--max-edges"));
  }
}

TEST(Layout, AFailureIsNotTakenForAGraphTooDense) {
  try {
    draw("digraph {", ImageFormat::kSvg);
    FAIL() << "was drawn";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("Graphviz (dot) failed with exit code 1"));
  }
}

// An edge of each function to the three that follow it at a distance, so that most cross.
TEST(Layout, DrawsADenseGraphInLayers) {
  constexpr size_t kFunctions = 200;
  graph::Graph graph;
  const auto name = [](size_t i) { return "function_" + std::to_string(i % kFunctions) + "()"; };
  for (size_t i = 0; i < kFunctions; ++i) {
    for (const size_t step : {7, 31, 53}) {
      graph.nodes[name(i)], graph.nodes[name(i + step)];
      graph.edges[{name(i), name(i + step), graph::Outcome::kSuccess}].frequency = i + 1;
    }
  }
  EXPECT_FALSE(draw(to_dot(picture_of(graph, GroupBy::kNamespace)), ImageFormat::kSvg).coarse);
}

}  // namespace
}  // namespace flowlog::render
