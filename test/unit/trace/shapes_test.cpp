// shapes_test.cpp: shapes that descriptions name by number.
#include "trace/shapes.h"

#include <gtest/gtest.h>

#include <string>

#include "flowlog/format.h"
#include "made_trace.h"
#include "trace/sites.h"

namespace flowlog::trace {
namespace {

std::string entry(uint64_t number, const std::string& text) {
  format::ShapeEntry head{};
  head.id = number;
  head.text_bytes = uint32_t(text.size());
  std::string bytes = std::string(reinterpret_cast<const char*>(&head), sizeof head) + text;
  bytes.resize((bytes.size() + 7) / 8 * 8);
  return bytes;
}

TEST(Shapes, StandInTheDescriptionInThePlaceOfTheirNumbers) {
  ShapeTable shapes;
  ASSERT_TRUE(shapes.add(bytes_of(entry(7, R"({"type":"A","fields":{"x":"int"}})") +
                                  entry(UINT64_MAX, R"({"type":"V","alternatives":["int","char"]})"))));
  SiteDescription site;

  ASSERT_TRUE(parse_description(
      R"({"id":"f","input_shape":{"a":7,"b":"int","c":7,"d":8},"output_shape":18446744073709551615})", shapes,
      site));

  EXPECT_EQ(site.input_shape, R"({"a":{"type":"A","fields":{"x":"int"}},"b":"int",)"
                              R"("c":{"type":"A","fields":{"x":"int"}},"d":"?"})");
  EXPECT_EQ(site.output_shape, R"({"type":"V","alternatives":["int","char"]})");
  EXPECT_EQ(site.alternatives, (std::vector<std::string>{"int", "char"}));
}

TEST(Shapes, WhatIsNoShapeIsLeftOut) {
  ShapeTable shapes;
  const std::string deep = "{\"a\":" + std::string(100'000, '[');
  EXPECT_FALSE(shapes.add(bytes_of(entry(1, "\"int\"") + entry(2, "{") + entry(3, deep) + entry(4, "{}"))));
  EXPECT_FALSE(shapes.add(bytes_of(entry(5, "{}") + entry(6, "{\"type\":\"cut\"}").substr(0, 20))));

  EXPECT_EQ(shapes.all().size(), 2u);
  EXPECT_EQ(shapes.give(4), "{}");
  EXPECT_EQ(shapes.give(5), "{}");
}

TEST(Shapes, TheFirstOfANumberCounts) {
  ShapeTable shapes;
  ASSERT_TRUE(shapes.add(bytes_of(entry(1, R"({"type":"A"})") + entry(1, R"({"type":"B"})"))));
  EXPECT_EQ(shapes.give(1), R"({"type":"A"})");
}

TEST(Shapes, AShapeThatIsNamedForEverIsNotGivenForEver) {
  ShapeTable shapes;
  const std::string text = R"({"type":")" + std::string(100'000, 'x') + "\"}";
  ASSERT_TRUE(shapes.add(bytes_of(entry(1, text))));

  uint64_t given_bytes = 0;
  for (int i = 0; i < 10'000; ++i) given_bytes += shapes.give(1).size();

  EXPECT_LE(given_bytes, ShapeTable::kMaxGivenBytes);
  EXPECT_GT(given_bytes, ShapeTable::kMaxGivenBytes - 2 * text.size());
}

TEST(Shapes, ATraceHasThemOnceAndKeepsThemThroughItsTextForm) {
  const std::string text =
      "trace 6f1c0a52-7d1e-4b7a-9c3e-2f5d8a1b4c6e\n"
      "shape 000000000000002a {\"type\":\"A\",\"fields\":{\"x\":\"int\"}}\n"
      "site 1 {\"id\":\"f()\",\"output_shape\":42}\n"
      "site 2 {\"id\":\"g()\",\"input_shape\":{\"a\":42}}\n";
  Trace trace = made_trace(text);

  EXPECT_EQ(trace.losses().damaged_bytes, 0u);
  EXPECT_EQ(trace.sites().at(1).description.output_shape, R"({"type":"A","fields":{"x":"int"}})");
  EXPECT_EQ(trace.sites().at(2).description.input_shape, R"({"a":{"type":"A","fields":{"x":"int"}}})");
  EXPECT_EQ(dumped(trace), text);
}

}  // namespace
}  // namespace flowlog::trace
