#include "render/html/places.h"

#include <gtest/gtest.h>

namespace flowlog::render {
namespace {

// As text: functions are their numbers, frames stand in brackets, columns between bars.
std::string text_of(const Places& places, uint32_t frame = 0) {
  std::string text;
  for (const auto& column : places[frame].columns) {
    if (!text.empty()) text += " |";
    for (const Frame::Item& item : column) {
      text += text.empty() ? "" : " ";
      text += item.is_frame ? places[item.number].name + "[" + text_of(places, item.number) + "]"
                            : std::to_string(item.number);
    }
  }
  return text;
}

const Group kShop = {
    "", {"main"}, {{"api", {"api::a", "api::b"}, {}}, {"db", {"db::c"}, {{"raw", {"db::raw::d"}, {}}}}}};
const std::vector<std::string> kIds = {"api::a", "api::b", "db::c", "db::raw::d", "main"};  // 0 to 4

TEST(Places, OrderFramesByTheCallsBetweenWhatTheyHold) {
  // main calls a, a calls b, b calls c, c calls d; the entry calls main.
  const Places places = places_of(kShop, {kIds, 1, {{5, 4}, {4, 0}, {0, 1}, {1, 2}, {2, 3}}});
  EXPECT_EQ(text_of(places), "5 | 4 | api[0 | 1] | db[2 | raw[3]]");
}

TEST(Places, CountACallInTheInnermostFrameThatHoldsBothEnds) {
  // d, deep in db, calls a: db stands before api, and what is inside of them is not ordered by it.
  const Places places = places_of(kShop, {kIds, 0, {{3, 0}}});
  EXPECT_EQ(text_of(places), "db[2 raw[3]] | api[0 1] | 4");
}

TEST(Places, HaveAllItemsWithoutAnyCall) {
  EXPECT_EQ(text_of(places_of(kShop, {kIds, 0, {}})), "4 api[0 1] db[2 raw[3]]");
  EXPECT_EQ(text_of(places_of(Group{}, {})), "");
}

}  // namespace
}  // namespace flowlog::render
