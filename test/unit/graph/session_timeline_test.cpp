#include "graph/session_timeline.h"

#include <gtest/gtest.h>

#include "graph/session_list.h"
#include "trace/made_trace.h"

namespace flowlog::graph {
namespace {

constexpr const char* kHead =
    "trace 6f1c0a52-7d1e-4b7a-9c3e-2f5d8a1b4c6e\n"
    "clock 0 0 1000\n"
    "site 1 {\"id\":\"serve(int)\",\"function_name\":\"serve\"}\n"
    "site 2 {\"id\":\"fetch\",\"function_name\":\"fetch\"}\n"
    "site 3 {\"id\":\"parse\",\"function_name\":\"parse\"}\n";

std::vector<SessionTimeline> timelines_of(const std::string& records) {
  trace::Trace trace = trace::made_trace(kHead + records);
  std::set<std::string> ids;
  const SessionList listed = list_sessions(trace);
  for (size_t i = 0; i < listed.size(); ++i) ids.insert(trace::to_text(listed[i].id));
  return session_timelines(trace, ids);
}

TEST(SessionTimeline, HasEachCallWithItsThreadItsCallerAndItsTimes) {
  const std::vector<SessionTimeline> sessions = timelines_of(
      "chunk 1 0\n10 enter 1\n12 share 100\n14 log info \"hello\" \"n\" i32 5\n20 exit 1 success\n"
      "chunk 2 0\n15 adopt 100\n16 enter 2\n18 exit 2 error\n19 release 100\n");
  ASSERT_EQ(sessions.size(), 1u);
  const SessionTimeline& session = sessions[0];
  EXPECT_EQ(session.name, "serve");
  EXPECT_EQ(session.start_ns, 1010);
  EXPECT_EQ(session.end_ns, 1020);
  ASSERT_EQ(session.calls.size(), 2u);
  EXPECT_EQ(session.functions[session.calls[0].function].id, "serve(int)");
  EXPECT_EQ(session.calls[0].thread, 1u);
  EXPECT_EQ(session.calls[0].caller, SessionTimeline::kNoCall);
  EXPECT_EQ(session.calls[0].end_ns, 1020);
  EXPECT_EQ(session.functions[session.calls[1].function].name, "fetch");
  EXPECT_EQ(session.calls[1].thread, 2u);
  EXPECT_EQ(session.calls[1].caller, 0u);
  EXPECT_EQ(session.calls[1].start_ns, 1016);
  EXPECT_EQ(session.calls[1].end_ns, 1018);
  EXPECT_EQ(session.calls[1].outcome, Outcome::kError);
  ASSERT_EQ(session.logs.size(), 1u);
  EXPECT_EQ(session.logs[0].time_ns, 1014);
  EXPECT_EQ(session.logs[0].call, 0u);
  EXPECT_EQ(session.logs[0].record.event, "hello");
  EXPECT_EQ(session.left_out, 0u);
}

TEST(SessionTimeline, HasWhenACoroutineWasSuspendedWhateverThreadResumesIt) {
  const std::vector<SessionTimeline> sessions = timelines_of(
      "chunk 1 0\n10 enter 1\n12 suspend 100\n"
      "chunk 2 0\n30 resume 100\n32 suspend 101\n"
      "chunk 1 1\n50 resume 101\n60 exit 1 success\n");
  ASSERT_EQ(sessions.size(), 1u);
  ASSERT_EQ(sessions[0].calls.size(), 1u);
  using Spans = std::vector<std::pair<int64_t, int64_t>>;
  EXPECT_EQ(sessions[0].calls[0].suspended_ns, (Spans{{1012, 1030}, {1032, 1050}}));
  EXPECT_EQ(sessions[0].calls[0].end_ns, 1060);
}

TEST(SessionTimeline, HasOnlySessionsThatAreAskedFor) {
  trace::Trace trace = trace::made_trace(std::string(kHead) + "chunk 1 0\n10 enter 1\n20 exit 1 success\n");
  EXPECT_TRUE(session_timelines(trace, {}).empty());
  EXPECT_TRUE(session_timelines(trace, {"00000000-0000-4000-8000-000000000000"}).empty());
}

TEST(SessionTimeline, IsBoundedAndSaysWhatIsLeftOut) {
  std::string records = "chunk 1 0\n1 enter 1\n";
  for (size_t i = 0; i < SessionTimeline::kMaxCalls + 10; ++i) {
    const std::string time = std::to_string(i + 2);
    records +=
        time + " enter 2\n" + time + " enter 3\n" + time + " exit 3 success\n" + time + " exit 2 success\n";
  }
  records += "9000 exit 1 success\n";
  const std::vector<SessionTimeline> sessions = timelines_of(records);
  ASSERT_EQ(sessions.size(), 1u);
  EXPECT_EQ(sessions[0].calls.size(), SessionTimeline::kMaxCalls);
  EXPECT_EQ(sessions[0].left_out, 2 * (SessionTimeline::kMaxCalls + 10) + 1 - SessionTimeline::kMaxCalls);
}

}  // namespace
}  // namespace flowlog::graph
