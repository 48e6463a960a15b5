#include "render/picture.h"

#include <gtest/gtest.h>

#include "../graph/sample_graph.h"

namespace flowlog::render {
namespace {

graph::Graph with_functions(const std::vector<std::array<std::string, 3>>& id_name_module) {
  graph::Graph graph;
  for (const auto& [id, name, module] : id_name_module) {
    graph.nodes[id].function_name = name;
    graph.nodes[id].module = module;
  }
  return graph;
}

TEST(Picture, NamesLoseTheNamespaceTheyStandInAndKeepTheClass) {
  const auto graph =
      with_functions({{"shop::Order::total()", "shop::Order::total", "shop"}, {"main()", "main", ""}});
  const Picture picture = picture_of(graph, GroupBy::kNamespace);
  EXPECT_EQ(picture.boxes.at("shop::Order::total()").name, "Order::total");
  EXPECT_EQ(picture.boxes.at("main()").name, "main");
  EXPECT_EQ(picture_of(graph, GroupBy::kFile).boxes.at("shop::Order::total()").name, "shop::Order::total");
}

TEST(Picture, OverloadsAreToldApartByTheirParameters) {
  const Picture picture = picture_of(
      with_functions({{"f(int)", "f", ""}, {"f(char)", "f", ""}, {"g(int)", "g", ""}}), GroupBy::kNamespace);
  EXPECT_EQ(picture.boxes.at("f(int)").name, "f(int)");
  EXPECT_EQ(picture.boxes.at("f(char)").name, "f(char)");
  EXPECT_EQ(picture.boxes.at("g(int)").name, "g");
}

TEST(Picture, NamespacesNestAndLoneOnesAreJoined) {
  const Group frame = group_nodes(
      with_functions({{"1", "1", "a::b::c"}, {"2", "2", "a::b::d"}, {"3", "3", ""}}), GroupBy::kNamespace);
  EXPECT_EQ(frame.ids, std::vector<std::string>{"3"});
  ASSERT_EQ(frame.groups.size(), 1u);
  EXPECT_EQ(frame.groups[0].name, "a::b");
  ASSERT_EQ(frame.groups[0].groups.size(), 2u);
  EXPECT_EQ(frame.groups[0].groups[1].name, "d");
}

TEST(Picture, FramesMayBeFilesDirectoriesOrImages) {
  const graph::Graph graph = graph::sample_graph();
  const Group files = group_nodes(graph, GroupBy::kFile);
  ASSERT_EQ(files.groups.size(), 2u);
  EXPECT_EQ(files.groups[0].name, "price/price.cpp");
  EXPECT_EQ(files.groups[1].name, "serve.cpp");

  const Group directories = group_nodes(graph, GroupBy::kDirectory);
  ASSERT_EQ(directories.groups.size(), 1u);
  EXPECT_EQ(directories.groups[0].name, "price");
  EXPECT_EQ(directories.ids.size(), 1u);

  const Group images = group_nodes(graph, GroupBy::kImage);
  ASSERT_EQ(images.groups.size(), 1u);
  EXPECT_EQ(images.groups[0].name, "shop");
}

TEST(Picture, TheTitleSaysWhoseRunsTheyAre) {
  EXPECT_EQ(picture_of(graph::sample_graph(), GroupBy::kNamespace).title,
            "shop: 3 sessions, 6 calls, 2 functions");
}

}  // namespace
}  // namespace flowlog::render
