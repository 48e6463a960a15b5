// variants_test.cpp: more variants than a graph keeps.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "graph/graph_json.h"
#include "graph/variant_sums.h"

namespace flowlog::graph {
namespace {

constexpr size_t kMany = 3 * Variant::kMaxKept;

// Hashes of sessions, some variants more often than others.
std::vector<uint64_t> made_sessions(unsigned seed) {
  std::mt19937_64 random(seed);
  std::vector<uint64_t> hashes(kMany);
  for (uint64_t& hash : hashes) hash = random() | 1;
  for (size_t i = 0; i < kMany; ++i) hashes.push_back(hashes[random() % (i % 7 == 0 ? 100 : kMany)]);
  return hashes;
}

std::map<uint64_t, uint64_t> kept_of(const std::vector<uint64_t>& sessions, uint64_t& left_out) {
  VariantSums sums;
  for (const uint64_t hash : sessions) sums.count(hash);
  left_out = sums.finish();
  std::map<uint64_t, uint64_t> kept;
  for (const auto& [hash, sum] : sums.kept()) kept[hash] = sum.sessions;
  return kept;
}

TEST(Variants, ThoseWithTheLeastHashesAreKeptInWhateverOrderTheyCome) {
  std::vector<uint64_t> sessions = made_sessions(1);
  std::map<uint64_t, uint64_t> expected;
  for (const uint64_t hash : sessions) ++expected[hash];
  while (expected.size() > Variant::kMaxKept) expected.erase(std::prev(expected.end()));

  std::mt19937 random(2);
  for (int round = 0; round < 3; ++round) {
    uint64_t left_out = 0;
    const auto kept = kept_of(sessions, left_out);
    EXPECT_EQ(kept, expected);
    const auto add = [](uint64_t sum, const auto& variant) { return sum + variant.second; };
    EXPECT_EQ(std::accumulate(kept.begin(), kept.end(), left_out, add), sessions.size())
        << "none is forgotten";
    std::shuffle(sessions.begin(), sessions.end(), random);
  }
}

Graph graph_of(const std::vector<uint64_t>& sessions, const std::string& run) {
  Graph graph;
  VariantSums sums;
  for (const uint64_t hash : sessions) sums.count(hash);
  graph.variant_sessions_left_out = sums.finish();
  for (const auto& [hash, sum] : sums.kept()) {
    char name[24];
    std::snprintf(name, sizeof name, "%016llx", static_cast<unsigned long long>(hash));
    graph.variants[name].sessions = sum.sessions;
  }
  graph.runs[run].sessions = sessions.size();
  return graph;
}

TEST(Variants, AnyStepsOfMergingKeepTheSame) {
  std::vector<uint64_t> all = made_sessions(3);
  const auto third = ptrdiff_t(all.size() / 3);
  const Graph a = graph_of({all.begin(), all.begin() + third}, "a");
  const Graph b = graph_of({all.begin() + third, all.begin() + 2 * third}, "b");
  const Graph c = graph_of({all.begin() + 2 * third, all.end()}, "c");

  Graph left = a, right = c;
  add(left, b, "", "");
  add(left, c, "", "");
  add(right, b, "", "");
  add(right, a, "", "");
  EXPECT_EQ(to_json(left), to_json(right));
  EXPECT_EQ(left.variants.size(), Variant::kMaxKept);

  const Graph whole = graph_of(all, "a");
  EXPECT_EQ(left.variant_sessions_left_out, whole.variant_sessions_left_out);
  const std::string json = to_json(left);
  EXPECT_EQ(to_json(from_json(json, "left")), json);
  EXPECT_NE(json.find("\"variant_sessions_left_out\": " + std::to_string(left.variant_sessions_left_out)),
            std::string::npos);
}

}  // namespace
}  // namespace flowlog::graph
