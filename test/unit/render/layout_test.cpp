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

TEST(Layout, TextThatIsNotDotIsAnError) { EXPECT_THROW(draw("digraph {", ImageFormat::kSvg), Error); }

}  // namespace
}  // namespace flowlog::render
