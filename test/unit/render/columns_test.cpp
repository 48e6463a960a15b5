#include "render/html/columns.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace flowlog::render {
namespace {

using Columns = std::vector<std::vector<uint32_t>>;

TEST(Columns, LeadCallsToTheRight) {
  // 0 calls 1 and 2, both call 3; nobody calls 4, which calls 3 only.
  const Columns columns = in_columns(5, {{0, 1, 1}, {0, 2, 1}, {1, 3, 1}, {2, 3, 1}, {4, 3, 1}});
  ASSERT_EQ(columns.size(), 3u);
  EXPECT_EQ(columns[0], std::vector<uint32_t>{0});
  EXPECT_EQ(std::set<uint32_t>(columns[1].begin(), columns[1].end()), (std::set<uint32_t>{1, 2, 4}));
  EXPECT_EQ(columns[2], std::vector<uint32_t>{3});
}

TEST(Columns, HoldEachItemOnceWhateverTheCycles) {
  const Columns columns = in_columns(4, {{0, 1, 1}, {1, 2, 1}, {2, 0, 1}, {3, 3, 1}, {1, 0, 1}});
  std::vector<uint32_t> all;
  for (const auto& column : columns) all.insert(all.end(), column.begin(), column.end());
  std::sort(all.begin(), all.end());
  EXPECT_EQ(all, (std::vector<uint32_t>{0, 1, 2, 3}));
}

TEST(Columns, UncrossWhatCanBeUncrossed) {
  // Two chains whose items come mixed.
  const Columns columns = in_columns(6, {{0, 3, 1}, {3, 4, 1}, {1, 2, 1}, {2, 5, 1}});
  ASSERT_EQ(columns.size(), 3u);
  const bool zero_first = columns[0][0] == 0;
  EXPECT_EQ(columns[1], (zero_first ? std::vector<uint32_t>{3, 2} : std::vector<uint32_t>{2, 3}));
  EXPECT_EQ(columns[2], (zero_first ? std::vector<uint32_t>{4, 5} : std::vector<uint32_t>{5, 4}));
}

TEST(Columns, PutWhatHasNoEdgesBehind) {
  EXPECT_EQ(in_columns(4, {{3, 1, 1}}), (Columns{{3}, {1}, {0, 2}}));
  EXPECT_EQ(in_columns(0, {}), Columns{});
}

TEST(Columns, TakeAChainAsLongAsTheGraph) {
  constexpr uint32_t kCount = 200'000;
  std::vector<WeightedEdge> edges;
  for (uint32_t i = 0; i + 1 < kCount; ++i) edges.push_back({i, i + 1, 1});
  EXPECT_EQ(in_columns(kCount, edges).size(), kCount);
}

}  // namespace
}  // namespace flowlog::render
