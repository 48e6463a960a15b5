#include "render/html/html.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <nlohmann/json.hpp>

#include "hostile_names.h"
#include "render/html/packed_text.h"
#include "render/html/page_data.h"

namespace flowlog::render {
namespace {

using Json = nlohmann::json;

std::string unpacked(const std::string& packed, size_t length) {
  static const std::string kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  uint32_t bits = 0;
  int count = 0;
  for (const char digit : packed.substr(0, packed.find('='))) {
    bits = bits << 6 | uint32_t(kDigits.find(digit));
    if ((count += 6) >= 8) bytes += char(bits >> (count -= 8));
  }
  std::string text(length, 0);
  uLongf size = length;
  EXPECT_EQ(uncompress(reinterpret_cast<Bytef*>(text.data()), &size,
                       reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()),
            Z_OK);
  text.resize(size);
  return text;
}

TEST(PackedText, IsReadBackWhateverItsLength) {
  for (size_t length = 0; length < 70; ++length) {
    std::string text;
    for (size_t i = 0; i < length; ++i) text += char(i * 37);
    EXPECT_EQ(unpacked(packed_text(text), 200), text);
  }
}

TEST(PageData, HasARowForEachFunctionAndEdge) {
  graph::Graph graph;
  graph::Node& node = graph.nodes["shop::total(int)"];
  node.function_name = "shop::total";
  node.module = "shop";
  node.file = "/src/shop.cpp";
  node.line = 7;
  node.outcomes = {2, 1, 0, 0};
  node.duration_ns.add(1000, 3);
  node.shapes[{R"({"n":"int"})", R"("int")"}] = 3;
  graph::Edge& edge = graph.edges[{graph::kEntry, "shop::total(int)", graph::Outcome::kError}];
  edge.frequency = 1;
  edge.details["std::bad_alloc"] = 1;
  graph::Errors& errors = graph.errors[{"shop::total(int)", "std::bad_alloc"}];
  errors.hops[0] = 1;
  errors.handlers["gone"].then_ended[2] = 1;
  const Json page = Json::parse(page_data(graph, GroupBy::kFile, {}));
  EXPECT_EQ(page["group_by"], "file");
  EXPECT_EQ(page["outside"], Json::parse(R"json(["(entry)"])json"));
  EXPECT_EQ(page["texts"], Json::parse(R"(["shop","shop.cpp","","n: int","int","std::bad_alloc"])"));
  EXPECT_EQ(page["nodes"], Json::parse(R"json([["shop::total(int)",11,0,0,1,7,2,[2,1,0,0],0,0,
      [0,1000,1000,1000,1000,1000,3000,39,"z"],0,[[3,4,3]],[],0,0]])json"));
  EXPECT_EQ(page["edges"], Json::parse("[[1,0,1,1,0,0,[[5,1]],[],0]]"));
  EXPECT_EQ(page["errors"], Json::parse("[[0,5,1,0,[[0,1]],[[null,1,[],[0,0,1,0]]],[],0]]"));
  EXPECT_EQ(page["places"]["namespace"], Json::parse(R"([["",null,[[1],[-1]]],["shop",0,[[0]]]])"));
}

TEST(Html, IsTheSameEachTimeAndHoldsNoNameAsItIs) {
  const std::string page = to_html(graph_of_hostile_names(), GroupBy::kNamespace, {});
  EXPECT_EQ(page, to_html(graph_of_hostile_names(), GroupBy::kNamespace, {}));
  EXPECT_EQ(page.find("<b>bold"), std::string::npos);
  EXPECT_EQ(page.find("\xFF"), std::string::npos);
}

}  // namespace
}  // namespace flowlog::render
