// remote_test.cpp: sessions go on in other processes: what is sent of them, what is taken from outside, and
// what stands in the trace.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

#include "graph/session_list.h"
#include "traced_run.h"

namespace flowlog::runtime {
namespace {

using format::Wide;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// The ids of the sites of hand_made_sites.h.
const std::string kOuter = "0000000000000064", kInner = "0000000000000065";

const std::string kTraceId = "0af7651916cd43dd8448eb211c80319c";
const std::string kParent = "traceparent: 00-" + kTraceId + "-b7ad6b7169203331-01\n";

// Runs remote_program with `headers` as its input. The values of each line that it says.
class RemoteRun : public TracedRun {
 public:
  explicit RemoteRun(const std::string& arguments, const std::string& headers = {},
                     const std::map<std::string, std::string>& environment = {})
      : TracedRun(arguments, environment, "printf '%s' '" + headers + "' |", REMOTE_PROGRAM) {
    std::istringstream text(output());
    for (std::string line; std::getline(text, line);) {
      const size_t colon = line.find(": ");
      said_[line.substr(0, colon)].push_back(line.substr(colon + 2));
    }
  }
  std::vector<std::string> said(const std::string& name) const {
    const auto found = said_.find(name);
    return found == said_.end() ? std::vector<std::string>() : found->second;
  }

 private:
  std::map<std::string, std::vector<std::string>> said_;
};

std::string without_hyphens(std::string uuid) {
  std::erase(uuid, '-');
  return uuid;
}

std::string trace_id_in(const std::string& traceparent) { return traceparent.substr(3, 32); }

TEST(Remote, SendsTheSessionAndTheInnermostCallsSite) {
  RemoteRun run("send");

  const std::string id = run.said("id").at(0), parent = run.said("traceparent").at(0);
  EXPECT_EQ(trace_id_in(parent), without_hyphens(id));
  EXPECT_TRUE(parent.starts_with("00-") && parent.ends_with("-01") && parent.size() == 55) << parent;
  EXPECT_EQ(run.said("tracestate"), std::vector{"flowlog=" + kInner});
  EXPECT_EQ(run.said("X-Correlation-ID"), std::vector{id});
  EXPECT_EQ(run.said("correlation"), std::vector{id});
}

TEST(Remote, SendsTheSessionThatACallBegan) {
  RemoteRun run("implicitly");

  EXPECT_EQ(run.said("nothing"), std::vector<std::string>{"sent"});
  const auto sessions = graph::list_sessions(run.trace());
  ASSERT_EQ(sessions.size(), 1u);
  EXPECT_EQ(trace_id_in(run.said("traceparent").at(0)), without_hyphens(trace::to_text(sessions[0].id)));
}

TEST(Remote, EachMessageHasAParentIdOfItsOwn) {
  RemoteRun run("late 1");

  std::set<std::string> ids;
  for (const std::string& parent : run.said("traceparent")) ids.insert(parent.substr(36, 16));
  EXPECT_EQ(ids.size(), 3u);
  EXPECT_EQ(ids.count(std::string(16, '0')), 0u);
}

TEST(Remote, KnowsTheCallThatBeganInAnEarlierChunk) {
  RemoteRun run("late 50000", {}, {{"FLOWLOG_WHEN_FULL", "wait"}});

  EXPECT_THAT(run.said("tracestate"),
              ElementsAre("flowlog=" + kOuter, "flowlog=" + kOuter, "flowlog=" + kInner));
}

TEST(Remote, KnowsTheCallBehindThoseThatWereLeft) {
  EXPECT_THAT(RemoteRun("after-resync").said("tracestate"), ElementsAre("flowlog=" + kOuter));
}

TEST(Remote, KnowsTheCoroutineThatWasResumed) {
  EXPECT_THAT(RemoteRun("after-resume").said("tracestate"),
              ElementsAre("flowlog=" + kInner, "flowlog=" + kOuter));
}

TEST(Remote, ASessionFromOutsideHasTheCallersId) {
  RemoteRun run("serve", kParent + "tracestate: flowlog=00000000000000a2\nX-Correlation-ID: order 7\n");

  EXPECT_EQ(run.said("known"), std::vector<std::string>{"yes"});
  EXPECT_EQ(without_hyphens(run.said("id").at(0)), kTraceId);
  EXPECT_THAT(run.said("correlation"), ElementsAre("order 7"));
  const Counts counts = count(run.trace());
  ASSERT_EQ(counts.of(Wide::kRemote).size(), 1u);
  const auto parent = trace::read_remote_parent(counts.of(Wide::kRemote)[0]);
  ASSERT_TRUE(parent.has_value());
  EXPECT_EQ(parent->parent_id[0], 0xB7);
  EXPECT_EQ(parent->site, 0xA2u);
  EXPECT_EQ(parent->flags, format::kRemoteSampled | format::kRemoteIsFlowlog);
  EXPECT_THAT(counts.of(Wide::kRefused), IsEmpty());
}

TEST(Remote, SendsOnWhatCameWithTheSession) {
  RemoteRun run("serve",
                kParent + "tracestate: foo=1,flowlog=00000000000000a2,bar=2\nX-Request-ID: order 7\n");

  EXPECT_EQ(trace_id_in(run.said("traceparent").at(0)), kTraceId);
  EXPECT_EQ(run.said("tracestate").at(0), "flowlog=" + kOuter + ",foo=1,bar=2");
  EXPECT_THAT(run.said("X-Correlation-ID"),
              ElementsAre("order 7", "order 7", "order 7"));  // within another session, too
  EXPECT_THAT(run.said("inner correlation"), ElementsAre("order 7"));

  EXPECT_NE(trace_id_in(run.said("traceparent").at(1)), kTraceId);  // which is one of its own
  EXPECT_EQ(run.said("tracestate").at(1), "flowlog=" + kInner);
}

TEST(Remote, LeavesOutLongMembersWhereThereIsNoRoomForAll) {
  std::string state = "long=" + std::string(200, 'x');
  for (int i = 0; i < 8; ++i) state += ",key" + std::to_string(i) + "=" + std::string(80, 'y');
  RemoteRun run("serve", kParent + "tracestate: " + state + "\n");

  const std::string sent = run.said("tracestate").at(0);
  EXPECT_THAT(sent, Not(HasSubstr("long=")));
  EXPECT_THAT(sent, HasSubstr(",key0="));
  EXPECT_THAT(sent, HasSubstr(",key7="));
  EXPECT_GT(sent.size(), 512u);
}

TEST(Remote, AMalformedTraceparentBeginsASessionOfItsOwn) {
  RemoteRun run("serve", "traceparent: 00-" + kTraceId + "-b7ad6b716920333-01\ntracestate: foo=1\n");

  EXPECT_EQ(run.said("known"), std::vector<std::string>{"no"});
  EXPECT_NE(without_hyphens(run.said("id").at(0)), kTraceId);
  EXPECT_EQ(run.said("tracestate").at(0), "flowlog=" + kOuter);
  const Counts counts = count(run.trace());
  EXPECT_THAT(counts.of(Wide::kRemote), IsEmpty());
  EXPECT_THAT(counts.of(Wide::kRefused), ElementsAre("\x01"));
  EXPECT_THAT(run.errors(), HasSubstr("not used: 'traceparent'"));
}

TEST(Remote, AMalformedTracestateIsDroppedAndItsSessionKept) {
  RemoteRun run("serve", kParent + "tracestate: foo=1,FOO=2\n");

  EXPECT_EQ(without_hyphens(run.said("id").at(0)), kTraceId);
  EXPECT_EQ(run.said("tracestate").at(0), "flowlog=" + kOuter);
  EXPECT_THAT(count(run.trace()).of(Wide::kRefused), ElementsAre("\x02"));
}

TEST(Remote, ACorrelationIdIsAShortText) {
  const auto taken = [](const std::string& headers) {
    RemoteRun run("serve", headers);
    return run.said("correlation").at(0) == run.said("id").at(0) ? "" : run.said("correlation").at(0);
  };
  EXPECT_EQ(taken("X-Correlation-ID: a\nX-Request-ID: b\n"), "a");
  EXPECT_EQ(taken("X-Correlation-ID: " + std::string(255, 'a') + "\n"), std::string(255, 'a'));
  EXPECT_EQ(taken("X-Correlation-ID: " + std::string(256, 'a') + "\n"), "");
  EXPECT_EQ(taken("X-Correlation-ID: a\\nb\nX-Request-ID: b\n"), "b");
  EXPECT_EQ(taken("X-Correlation-ID: a\\0b\n"), "");
  EXPECT_EQ(taken("X-Correlation-ID:  \n"), "");
}

TEST(Remote, ManySessionsAtOnceAreNotMixedUp) {
  RemoteRun run("serve-many 4 1000", {}, {{"FLOWLOG_WHEN_FULL", "wait"}});

  EXPECT_EQ(run.status(), 0);
  EXPECT_EQ(count(run.trace()).of(Wide::kRemote).size(), 4000u);
}

// Its first process decides whether a session is recorded, where these are sampled.
TEST(Remote, APartIsRecordedAsItsCallerWas) {
  const std::map<std::string, std::string> none = {{"FLOWLOG_SAMPLE", "0"}};
  RemoteRun recorded("serve", kParent + "tracestate: flowlog=0000000000000000\n", none);
  EXPECT_EQ(without_hyphens(recorded.said("id").at(0)), kTraceId);
  EXPECT_TRUE(recorded.said("traceparent").at(0).ends_with("-01"));
  EXPECT_EQ(count(recorded.trace()).of(Wide::kRemote).size(), 1u);

  const std::string not_sampled = "traceparent: 00-" + kTraceId + "-b7ad6b7169203331-00\n";
  RemoteRun skipped("serve", not_sampled + "tracestate: flowlog=0000000000000000\nX-Request-ID: 7\n",
                    {{"FLOWLOG_SAMPLE", "0.999999999"}});
  EXPECT_EQ(skipped.said("id").at(0), "00000000-0000-0000-0000-000000000000");
  EXPECT_EQ(trace_id_in(skipped.said("traceparent").at(0)), kTraceId);
  EXPECT_TRUE(skipped.said("traceparent").at(0).ends_with("-00"));
  EXPECT_THAT(skipped.said("correlation"), ElementsAre("7"));
}

TEST(Remote, PassesOnWhatCameWhileNothingIsRecorded) {
  for (const char* flags : {"-01", "-00"}) {
    const std::string parent = "00-" + kTraceId + "-b7ad6b7169203331" + flags;
    for (const char* state : {"flowlog=00000000000000a2,foo=1,bar=2", "foo=1"}) {
      RemoteRun run("serve", "traceparent: " + parent + "\ntracestate: " + state + "\nX-Request-ID: 7\n",
                    {{"TRACK_FLOW_ENABLED", "false"}});
      EXPECT_THAT(run.said("traceparent"), ElementsAre(parent, parent, parent));
      EXPECT_THAT(run.said("tracestate"), ElementsAre(state, state, state));
      EXPECT_THAT(run.said("X-Correlation-ID"), ElementsAre("7", "7", "7"));
      EXPECT_THAT(run.said("correlation"), ElementsAre("7"));
      EXPECT_THAT(run.files(), IsEmpty());
    }
  }
  RemoteRun only_id("serve", "X-Request-ID: 7\n", {{"TRACK_FLOW_ENABLED", "false"}});
  EXPECT_THAT(only_id.said("X-Correlation-ID"), ElementsAre("7", "7", "7"));
  EXPECT_THAT(only_id.said("traceparent"), IsEmpty());
  RemoteRun nothing("serve", {}, {{"TRACK_FLOW_ENABLED", "false"}});
  EXPECT_THAT(nothing.said("nothing"), ElementsAre("sent", "sent", "sent"));
}

// It could not be recorded: there is no folder for it.
TEST(Remote, PassesOnWhatCameWhereNothingCanBeRecorded) {
  RemoteRun run("serve", kParent + "tracestate: foo=1\n", {{"FLOWLOG_DIR", "/proc/nowhere"}});
  EXPECT_EQ(run.said("traceparent").at(0), kParent.substr(13, 55));
  EXPECT_EQ(run.said("tracestate").at(0), "foo=1");
}

TEST(Remote, OtherThreadsOfTheSessionSendItOn) {
  RemoteRun run("serve", kParent + "tracestate: foo=1\nX-Request-ID: 7\n");
  EXPECT_EQ(trace_id_in(run.said("traceparent").at(2)), kTraceId);
  EXPECT_EQ(run.said("tracestate").at(2), "flowlog=" + kOuter + ",foo=1");
  EXPECT_EQ(run.said("X-Correlation-ID").at(2), "7");
  EXPECT_EQ(without_hyphens(run.said("elsewhere").at(0)), kTraceId);
}

// Two processes that record none of their sessions give them no ids in common.
TEST(Remote, SessionsThatAreLeftOutHaveIdsOfTheirOwn) {
  const std::map<std::string, std::string> none = {{"FLOWLOG_SAMPLE", "0"}};
  RemoteRun first("send", {}, none), second("send", {}, none);
  EXPECT_NE(trace_id_in(first.said("traceparent").at(0)), trace_id_in(second.said("traceparent").at(0)));
  EXPECT_NE(first.said("traceparent").at(0).substr(36, 16), second.said("traceparent").at(0).substr(36, 16));
  EXPECT_TRUE(first.said("traceparent").at(0).ends_with("-00"));
}

}  // namespace
}  // namespace flowlog::runtime
