#include "graph/session_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "trace/made_trace.h"

namespace flowlog::graph {
namespace {

using testing::SizeIs;

trace::Trace sample(const std::string& chunks) {
  return trace::made_trace(
      "trace 6f1c0a52-7d1e-4b7a-9c3e-2f5d8a1b4c6e\nsite 1 {\"id\":\"f\"}\nsite 2 {\"id\":\"g\"}\nchunk 1 "
      "0\n" +
      chunks);
}

std::string loop(int rounds) {
  std::string chunks = "10 enter 1\n";
  for (int i = 0; i < rounds; ++i) chunks += "11 enter 2\n12 enter 1\n13 exit 1 success\n14 exit 2 success\n";
  return chunks + "20 exit 1 success\n";
}

SessionGraph only_session(trace::Trace& trace, size_t max_nodes) {
  const std::vector<trace::Uuid> ids = find_sessions(trace, "");
  EXPECT_THAT(ids, SizeIs(1));
  return session_graph(trace, ids.front(), max_nodes);
}

TEST(SessionGraph, HasANodeForEachCall) {
  trace::Trace trace = sample(loop(3));
  const SessionGraph graph = only_session(trace, 100);

  ASSERT_THAT(graph.calls, SizeIs(7));
  EXPECT_FALSE(graph.folded);
  EXPECT_EQ(graph.calls[0].caller, SessionCall::kEntryCall);
  EXPECT_EQ(graph.calls[3].caller, 0u);
  EXPECT_EQ(graph.calls[4].caller, 3u);
  EXPECT_EQ(graph.session.calls, 7u);
  EXPECT_EQ(graph.session.name, "f");
}

TEST(SessionGraph, FoldsRepeatedSubtreesWhereThereAreTooMany) {
  trace::Trace trace = sample(loop(50));
  const SessionGraph graph = only_session(trace, 10);

  ASSERT_THAT(graph.calls, SizeIs(3));
  EXPECT_TRUE(graph.folded);
  EXPECT_EQ(graph.calls[1].repeats, 50u);
  EXPECT_EQ(graph.calls[2].repeats, 1u);
  EXPECT_EQ(graph.left_out, 0u);
}

TEST(SessionGraph, LeavesOutWhatIsStillTooManyAndSaysSo) {
  trace::Trace trace = sample(
      "10 enter 1\n11 enter 2\n12 enter 1\n13 enter 2\n14 exit 2 success\n15 exit 1 success\n16 exit 2 "
      "success\n17 exit 1 success\n");
  const SessionGraph graph = only_session(trace, 2);

  EXPECT_THAT(graph.calls, SizeIs(2));
  EXPECT_EQ(graph.left_out, 2u);
}

TEST(SessionGraph, ASubtreeThatDoesNotFitIsFoldedAllTheSame) {
  trace::Trace trace = sample(loop(50));
  const SessionGraph graph = only_session(trace, 2);

  EXPECT_THAT(graph.calls, SizeIs(2));
  EXPECT_EQ(graph.calls[1].repeats, 50u);
  EXPECT_EQ(graph.left_out, 1u);
}

TEST(SessionGraph, EveryCallIsAccountedFor) {
  trace::Trace trace = sample(
      "10 enter 1\n11 enter 2\n12 exit 2 error\n13 enter 2\n14 exit 2 success\n15 enter 2\n16 exit 2 "
      "error\n17 enter 1\n"
      "18 enter 2\n19 exit 2 error\n20 exit 1 success\n21 enter 1\n22 enter 2\n23 exit 2 error\n24 exit 1 "
      "success\n"
      "25 exit 1 success\n");
  const SessionGraph graph = only_session(trace, 5);

  EXPECT_THAT(graph.calls, SizeIs(5));
  EXPECT_EQ(graph.calls[1].repeats, 2u);  // g error, not next to each other
  EXPECT_EQ(graph.calls[2].repeats, 1u);  // g success
  EXPECT_EQ(graph.calls[3].repeats, 2u);  // f with g error below
  EXPECT_EQ(graph.left_out, 0u);
}

TEST(SessionGraph, SessionsAreFoundByTheBeginningOfTheirId) {
  trace::Trace trace = sample("10 enter 1\n11 exit 1 success\n12 enter 1\n13 exit 1 success\n");
  const std::vector<trace::Uuid> all = find_sessions(trace, "");
  ASSERT_THAT(all, SizeIs(2));

  EXPECT_THAT(find_sessions(trace, trace::to_text(all[1])), SizeIs(1));
  EXPECT_THAT(find_sessions(trace, "x"), SizeIs(0));
}

}  // namespace
}  // namespace flowlog::graph
