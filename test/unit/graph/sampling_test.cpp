// sampling_test.cpp: what a reader makes of sessions of which others were not recorded, of those that end in
// any order, and of those that were used wrongly.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "graph/fold.h"
#include "graph/graph_json.h"
#include "graph/stats.h"
#include "trace/made_trace.h"

namespace flowlog::graph {
namespace {

using testing::HasSubstr;
using testing::Key;
using testing::Not;
using testing::UnorderedElementsAre;

constexpr const char* kSites =
    "site 1 {\"id\":\"f()\"}\nsite 2 {\"id\":\"g()\"}\nsite 3 session {\"id\":\"s()\"}\n";

Graph folded(const std::string& chunks, const std::string& sample = "0.25") {
  trace::Trace trace = trace::made_trace(
      "trace 6f1c0a52-7d1e-4b7a-9c3e-2f5d8a1b4c6e\nabout {\"sample\":" + sample + "}\n" + kSites + chunks);
  return fold(trace);
}

TEST(Sampled, ASessionApartHasNoCaller) {
  const Graph graph = folded(
      "chunk 1 0\n10 enter 1\n11 apart\n12 enter 3\n13 enter 2\n14 exit 2 success\n15 exit 3 success\n"
      "16 apart\n17 session-begin \"x\"\n18 enter 2\n19 exit 2 success\n20 enter 2\n21 exit 2 success\n"
      "22 session-end\n23 enter 3\n24 exit 3 success\n25 exit 1 success");
  EXPECT_THAT(graph.edges, UnorderedElementsAre(Key(EdgeKey{kEntry, "f()", Outcome::kSuccess}),
                                                Key(EdgeKey{kEntry, "s()", Outcome::kSuccess}),
                                                Key(EdgeKey{"s()", "g()", Outcome::kSuccess}),
                                                Key(EdgeKey{kEntry, "g()", Outcome::kSuccess}),
                                                Key(EdgeKey{"f()", "s()", Outcome::kSuccess})));
  EXPECT_EQ(graph.edges.at({kEntry, "g()", Outcome::kSuccess}).frequency, 2u);
  EXPECT_EQ(graph.runs.begin()->second.damaged_bytes, 0u);
}

TEST(Sampled, TheRateStandsWithTheRun) {
  Graph graph = folded("chunk 1 0\n10 enter 1\n11 exit 1 success");
  EXPECT_EQ(graph.runs.begin()->second.sample_rate, 0.25);
  EXPECT_EQ(graph.nodes.at("f()").occurrences(), 1u);
  const std::string json = to_json(graph);
  EXPECT_THAT(json, HasSubstr("\"sample_rate\": 0.25"));
  EXPECT_EQ(to_json(from_json(json, "graph.json")), json);
  EXPECT_EQ(totals_of(graph).least_sample_rate, 0.25);
  EXPECT_THAT(to_json(folded("chunk 1 0\n10 enter 1\n11 exit 1 success", "1")),
              Not(HasSubstr("sample_rate")));
}

TEST(Sampled, ARateThatIsNoneIsOne) {
  for (const char* strange : {"-3", "7", "null", "\"0.5\"", "[0.5]"}) {
    const double rate =
        folded("chunk 1 0\n10 enter 1\n11 exit 1 success", strange).runs.begin()->second.sample_rate;
    EXPECT_TRUE(rate == 0 || rate == 1) << strange;
  }
}

TEST(SessionEnds, NameTheOneThatEnds) {
  const std::string begun =
      "chunk 1 0\n10 session-begin \"a\"\n11 session-begin \"b\"\n12 enter 1\n13 outer-session-end 1\n";
  const Graph graph = folded(begun + "14 enter 2\n15 exit 2 success\n16 exit 1 success\n17 session-end", "1");
  EXPECT_THAT(graph.edges, UnorderedElementsAre(Key(EdgeKey{kEntry, "f()", Outcome::kSuccess}),
                                                Key(EdgeKey{"f()", "g()", Outcome::kSuccess})));
  EXPECT_EQ(graph.runs.begin()->second.sessions, 2u);
  EXPECT_EQ(graph.runs.begin()->second.damaged_bytes, 0u);
  EXPECT_EQ(folded("chunk 1 0\n10 session-begin \"a\"\n11 outer-session-end 1", "1")
                .runs.begin()
                ->second.damaged_bytes,
            8u);
}

TEST(SessionEnds, WrongOnesAreCounted) {
  const Graph graph = folded("chunk 1 0\n10 enter 1\n11 misuse \"ended twice\"\n12 exit 1 success", "1");
  EXPECT_EQ(totals_of(graph).misused_sessions, 1u);
  const std::string json = to_json(graph);
  EXPECT_THAT(json, HasSubstr("\"misused_sessions\": 1"));
  EXPECT_EQ(to_json(from_json(json, "graph.json")), json);
}

}  // namespace
}  // namespace flowlog::graph
