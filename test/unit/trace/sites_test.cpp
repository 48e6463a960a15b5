#include "trace/sites.h"

#include <gtest/gtest.h>

#include <string>

namespace flowlog::trace {
namespace {

bool parse_description(std::string_view text, SiteDescription& site) {
  ShapeTable none;
  return trace::parse_description(text, none, site);
}

std::string entry(uint32_t number, const std::string& text) {
  format::SiteEntry head{};
  head.number = number;
  head.text_bytes = uint32_t(text.size());
  return std::string(reinterpret_cast<const char*>(&head), sizeof head) + text;
}

TEST(SiteDescription, KeepsShapesInTheirOrder) {
  SiteDescription site;

  ASSERT_TRUE(parse_description(
      R"json({"id":"f(int)", "function_name":"f", "line":3, "input_shape": {"b": "int", "a": "char"}})json",
      site));

  EXPECT_EQ(site.id, "f(int)");
  EXPECT_EQ(site.line, 3u);
  EXPECT_EQ(site.input_shape, R"json({"b":"int","a":"char"})json");
  EXPECT_EQ(site.output_shape, "\"void\"");
}

TEST(SiteDescription, NameAndIdStandInForEachOther) {
  SiteDescription only_id;
  SiteDescription only_name;

  ASSERT_TRUE(parse_description(R"json({"id":"f()"})json", only_id));
  ASSERT_TRUE(parse_description(R"json({"function_name":"f"})json", only_name));

  EXPECT_EQ(only_id.function_name, "f()");
  EXPECT_EQ(only_name.id, "f");
}

TEST(SiteDescription, NamesTheAlternativesOfAVariant) {
  SiteDescription site;

  ASSERT_TRUE(parse_description(
      R"json({"id":"f","output_shape":{"type":"V","alternatives":["int",{"type":"Order","fields":{}}]}})json",
      site));

  EXPECT_EQ(site.alternatives, (std::vector<std::string>{"int", "Order"}));
}

TEST(SiteDescription, BytesThatAreNoUtf8AreReplaced) {
  SiteDescription site;

  ASSERT_TRUE(parse_description("{\"id\":\"f\xff\"}", site));

  EXPECT_EQ(site.id, "f\xEF\xBF\xBD");
}

TEST(SiteDescription, RefusesWhatIsNone) {
  SiteDescription site;
  const std::string deep = "{\"id\":\"f\",\"input_shape\":{\"a\":" + std::string(100'000, '[');

  for (const std::string& text : {std::string("[]"), std::string("{"), std::string("{}"), std::string(), deep,
                                  std::string(kMaxDescriptionBytes + 1, ' ')}) {
    EXPECT_FALSE(parse_description(text, site)) << text.substr(0, 40);
  }
}

TEST(SiteTable, KnowsSitesByNumberAndTheOthersAsUnknown) {
  ShapeTable no_shapes;
  SiteTable table;

  EXPECT_TRUE(
      table.add(bytes_of(entry(5, R"json({"id":"f"})json") + entry(2, R"json({"id":"g"})json")), no_shapes));

  EXPECT_EQ(table.at(5).description.id, "f");
  EXPECT_EQ(table.at(2).description.id, "g");
  EXPECT_EQ(table.at(3).description.id, "(unknown)");
  EXPECT_EQ(table.at(UINT32_MAX).description.id, "(unknown)");
  EXPECT_EQ(table.end(), 6u);
}

TEST(SiteTable, ABadEntryLeavesTheGoodOnes) {
  ShapeTable no_shapes;
  SiteTable table;

  EXPECT_FALSE(table.add(
      bytes_of(entry(1, R"json({"id":"f"})json") + entry(2, "no json") + entry(3, R"json({"id":"h"})json")),
      no_shapes));
  EXPECT_FALSE(
      table.add(bytes_of(entry(4, R"json({"id":"i"})json") + entry(5, "cut").substr(0, 20)), no_shapes));

  EXPECT_TRUE(table.knows(1));
  EXPECT_FALSE(table.knows(2));
  EXPECT_TRUE(table.knows(3));
  EXPECT_TRUE(table.knows(4));
}

}  // namespace
}  // namespace flowlog::trace
