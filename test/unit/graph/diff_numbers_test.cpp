// How often and how long: what is news and what is noise. Why: docs/diff.md.
// docs/diff.md.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <random>

#include "diff_graph.h"
#include "graph/diff.h"
#include "graph/diff_statistics.h"

namespace flowlog::graph {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

Diff between(const Graph& base, const Graph& head) { return diff(base, head, {"base.json", "head.json"}); }

// A program whose sessions differ by chance: 30 functions, called in loops of chance lengths, some of them
// rarely; each run is faster or slower as a whole, and each function in it once more by itself.
class Simulation {
 public:
  explicit Simulation(uint32_t seed) : random_(seed) {}

  Graph graph(int runs, int sessions, double slower = 1, double oftener = 1) {
    Made made(0);
    made.run().sessions = uint64_t(runs * sessions);
    for (int run = 0; run < runs; ++run) {
      const double machine = spread(0.05);
      for (int i = 0; i < kFunctions; ++i) {
        const double typical_ns = 500.0 * (1 + i) * machine * spread(0.03) * (i == kChanged ? slower : 1);
        const double width = 0.15 + 0.03 * i;
        for (int session = 0; session < sessions; ++session) {
          uint64_t calls = std::geometric_distribution<uint64_t>(0.2)(random_);
          if (i % 5 == 4) calls = below(40) == 0 ? 1 + calls : 0;
          if (i == kChanged && below(100) < 100 * (oftener - 1)) calls *= 2;
          const double size = spread(width / 2);  // of what the session works with
          if (calls > 0) mark(made, i, run * sessions + session);
          for (; calls > 0; --calls) add(made, i, uint64_t(typical_ns * size * spread(width)));
        }
      }
    }
    made.edge(kEntry, "p::serve()", made.run().sessions);
    return std::move(made.graph);
  }

  // Ids of sessions are spread evenly.
  void mark(Made& made, int i, int session) {
    char id[20];
    std::snprintf(id, sizeof id, "%08x", (uint32_t(session) + 1) * 2654435761u);
    made.node(name(i)).exemplars.add(id);
    made.graph.edges[{"p::serve()", name(i), Outcome::kSuccess}].exemplars.add(id);
  }

  static constexpr int kFunctions = 30, kChanged = 7;
  static std::string name(int i) { return "p::f" + std::to_string(i) + "()"; }

 private:
  void add(Made& made, int i, uint64_t ns) {
    ++made.node(name(i)).outcomes[0];
    Edge& edge = made.graph.edges[{"p::serve()", name(i), Outcome::kSuccess}];
    ++edge.frequency;
    edge.duration_ns.add(ns);
    Node& node = made.node(name(i));
    node.duration_ns.add(ns);
    node.self_ns += ns;
  }
  double spread(double sigma) { return std::exp(std::normal_distribution<>(0, sigma)(random_)); }
  uint64_t below(uint64_t limit) { return random_() % limit; }

  std::mt19937 random_;
};

TEST(DiffNumbers, TwoHalvesOfOneProgramAreNoNews) {
  Simulation simulation(1);
  int with_news = 0;
  for (int i = 0; i < 100; ++i) {
    const Diff diff = between(simulation.graph(5, 20), simulation.graph(5, 20));
    EXPECT_FALSE(diff.deterministic);
    bool news = !diff.rates.empty() || !diff.times.empty();
    for (const auto& node : diff.nodes) news |= node.reason.certain();
    for (const auto& edge : diff.edges) news |= edge.reason.certain();
    with_news += news;
  }
  EXPECT_LE(with_news, 1);
}

TEST(DiffNumbers, AFunctionThatIsThirtyPercentSlowerIsFound) {
  Simulation simulation(2);
  int found = 0, others = 0;
  for (int i = 0; i < 20; ++i) {
    const Diff diff = between(simulation.graph(10, 50), simulation.graph(10, 50, 1.3));
    for (const TimeChange& change : diff.times) {
      const bool is_it = change.pair.from.empty() && change.pair.to == Simulation::name(Simulation::kChanged);
      (is_it && change.factor > 1.15 && change.factor < 1.45 && change.itself ? found : others) += 1;
    }
  }
  EXPECT_GE(found, 19);
  EXPECT_EQ(others, 0);
}

TEST(DiffNumbers, WhatIsCalledOftenerIsFound) {
  Simulation simulation(3);
  const Diff diff = between(simulation.graph(10, 200), simulation.graph(10, 200, 1, 1.9));
  ASSERT_THAT(diff.rates, SizeIs(2));  // the edge, and the function
  EXPECT_EQ(diff.rates[0].pair.to, Simulation::name(Simulation::kChanged));
  EXPECT_NEAR(diff.rates[0].factor(), 1.9, 0.3);
}

TEST(DiffNumbers, OfRunsThatDoTheSameOneCallMoreIsTold) {
  Made base = service(), head = service();
  head.edge("a::serve()", "a::read()", 1);
  const Diff diff = between(base.graph, head.graph);
  ASSERT_THAT(diff.rates, SizeIs(2));
  EXPECT_TRUE(diff.rates[0].exact);
  EXPECT_EQ(diff.rates[1].pair.from, "a::serve()");
  EXPECT_EQ(diff.rates[1].base_calls, 301u);
  EXPECT_EQ(diff.rates[1].head_calls, 302u);
}

TEST(DiffNumbers, ThreeRunsOfASuiteAreComparedWithOne) {
  EXPECT_TRUE(between(service(100).graph, service(100).graph).deterministic);
  Graph thrice = service(100).graph;
  for (auto& [key, edge] : thrice.edges) edge.frequency *= 3;
  for (auto& [id, node] : thrice.nodes) node.outcomes[0] *= 3;
  thrice.runs["run"].sessions *= 3;
  EXPECT_TRUE(between(service(100).graph, thrice).empty());
}

// What a callee takes longer, its callers take longer.
TEST(DiffNumbers, ACallerIsToldFromWhatItCalls) {
  const auto made = [](uint64_t callee_ns) {
    Made made(1000);
    for (int i = 0; i < 1000; ++i) {
      const auto add = [&](const char* id, uint64_t own_ns, uint64_t ns) {
        made.node(id).duration_ns.add(ns);
        made.node(id).self_ns += own_ns;
      };
      const uint64_t own_ns = 1000 + uint64_t(i % 100);
      add("a::leaf()", callee_ns + own_ns, callee_ns + own_ns);
      add("a::caller()", own_ns, callee_ns + 2 * own_ns);
    }
    made.edge(kEntry, "a::caller()", 1000);
    made.edge("a::caller()", "a::leaf()", 1000);
    return made.graph;
  };
  const Diff diff = between(made(10'000), made(15'000));
  ASSERT_THAT(diff.times, SizeIs(2));
  EXPECT_EQ(diff.times[0].pair.to, "a::caller()");
  EXPECT_FALSE(diff.times[0].itself);
  EXPECT_TRUE(diff.times[1].itself);
  EXPECT_NEAR(diff.times[1].factor, 1.46, 0.05);
}

TEST(DiffStatistics, CallsOfOneSessionTellLess) {
  EXPECT_DOUBLE_EQ(independent_calls(100, 100), 100);
  EXPECT_NEAR(independent_calls(1'000'000, 1), 20, 0.1);
  EXPECT_NEAR(independent_calls(21'000, 1000), 10'500, 1);
}

TEST(DiffStatistics, OfManyComparisonsMoreMustBeCertain) {
  std::vector<double> p(1000, 0.5);
  p[3] = 0.0005;
  EXPECT_FALSE(news_among(p)[3]);
  p[3] = 0.0000005;
  EXPECT_TRUE(news_among(p)[3]);
  EXPECT_TRUE(news_among({0.0005})[0]);
  EXPECT_THAT(news_among({}), IsEmpty());
}

TEST(DiffStatistics, AShiftHasItsFactor) {
  Histogram base, head;
  std::mt19937 random(1);
  std::lognormal_distribution<> durations(10, 0.5);
  for (int i = 0; i < 5000; ++i) {
    base.add(uint64_t(durations(random)));
    head.add(uint64_t(durations(random) * 1.5));
  }
  EXPECT_NEAR(shift_between(base, 5000, head, 5000, 1).factor, 1.5, 0.05);
  EXPECT_LT(shift_between(base, 5000, head, 5000, 1).p, 1e-9);
  EXPECT_EQ(shift_between(base, 5000, head, 5000, 1.5).p, 1);
  EXPECT_NEAR(shift_between(head, 5000, base, 5000, 1).factor, 1 / 1.5, 0.05);
}

}  // namespace
}  // namespace flowlog::graph
