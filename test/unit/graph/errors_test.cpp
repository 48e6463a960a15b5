// errors_test.cpp: where errors begin, how far they travel, and what happens then.
#include "graph/errors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "graph/fold.h"
#include "graph/graph_json.h"
#include "trace/made_trace.h"

namespace flowlog::graph {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kHead =
    "trace 6f1c0a52-7d1e-4b7a-9c3e-2f5d8a1b4c6e\n"
    "clock 0 0 1700000000000000000\n"
    "site 1 {\"id\":\"f\",\"function_name\":\"f\"}\n"
    "site 2 {\"id\":\"g\",\"function_name\":\"g\"}\n"
    "site 3 {\"id\":\"h\",\"function_name\":\"h\"}\n"
    "site 4 {\"id\":\"~G\",\"function_name\":\"a::G::~G\"}\n"
    "site 5 session {\"id\":\"s\",\"function_name\":\"s\"}\n";

Graph folded(const std::string& chunks) {
  trace::Trace trace = trace::made_trace(kHead + chunks);
  return fold(trace);
}

// "f X: 2, 1 unhandled, 0 hops 2, g 1 then h 1": one text for each origin.
std::vector<std::string> errors_in(const std::string& chunks) {
  std::vector<std::string> texts;
  for (const auto& [origin, of] : folded(chunks).errors) {
    std::string text = origin.function + " " + origin.detail + ": " + std::to_string(of.occurrences());
    if (of.unhandled != 0) text += ", " + std::to_string(of.unhandled) + " unhandled";
    for (const auto& [hops, times] : of.hops)
      text += ", " + std::to_string(hops) + " hops " + std::to_string(times);
    for (const auto& [handler, handled] : of.handlers) {
      text += ", " + handler + " " + std::to_string(handled.count());
      for (const auto& [callee, times] : handled.then_called)
        text += " then " + callee + " " + std::to_string(times);
      for (size_t i = 0; i < kOutcomes; ++i) {
        if (handled.then_ended[i] != 0)
          text += " then " + std::string(name_of(Outcome(i))) + " " + std::to_string(handled.then_ended[i]);
      }
    }
    texts.push_back(text);
  }
  return texts;
}

// A chunk of a thread, one record to each word or so; times are counted on.
std::string thread(int number, const std::vector<std::string>& records) {
  std::string text = "chunk " + std::to_string(number) + " 0\n";
  int ticks = 10 * number;
  for (const std::string& record : records) text += std::to_string(ticks++) + " " + record + "\n";
  return text;
}

const std::string kX = "detail \"X\"", kY = "detail \"Y\"";

TEST(Errors, OfNoCallAreNone) {
  EXPECT_THAT(errors_in(thread(1, {"enter 1", "enter 2", "exit 2 partial", "exit 1 success"})), IsEmpty());
}

TEST(Errors, BeginWhereNoCalleePassedThemOn) {
  EXPECT_THAT(errors_in(thread(1, {"enter 1", "enter 2", "enter 3", kX, "exit 3 error", kX, "exit 2 error",
                                   "exit 1 success"})),
              ElementsAre("h X: 1, 1 hops 1, f 1 then success 1"));
}

TEST(Errors, ThatReachNoCallerThatEndsOtherwiseAreUnhandled) {
  EXPECT_THAT(errors_in(thread(1, {"enter 1", "enter 2", kX, "exit 2 error", kX, "exit 1 error", "enter 1",
                                   kX, "exit 1 error"})),
              ElementsAre("f X: 1, 1 unhandled, 0 hops 1", "g X: 1, 1 unhandled, 1 hops 1"));
}

TEST(Errors, AreHandledByWhatTheHandlerCallsNext) {
  EXPECT_THAT(errors_in(thread(1, {"enter 1", "enter 2", kX, "exit 2 error", "enter 3", "exit 3 success",
                                   "enter 2", "exit 2 success", "exit 1 success"})),
              ElementsAre("g X: 1, 0 hops 1, f 1 then h 1"));
}

// One that rolls back and throws again passes it on.
TEST(Errors, TravelOnThroughACallerThatMadeOtherCallsBefore) {
  EXPECT_THAT(errors_in(thread(1, {"enter 1", "enter 2", "enter 3", kX, "exit 3 error", "enter 3",
                                   "exit 3 success", kX, "exit 2 error", "exit 1 partial"})),
              ElementsAre("h X: 1, 1 hops 1, f 1 then partial 1"));
}

TEST(Errors, DestructorsAreNotWhatAHandlerDoesNext) {
  EXPECT_THAT(errors_in(thread(1, {"enter 1", "enter 2", kX, "exit 2 error", "enter 4", "exit 4 success",
                                   "enter 3", "exit 3 success", "exit 1 success"})),
              ElementsAre("g X: 1, 0 hops 1, f 1 then h 1"));
}

TEST(Errors, EachTryOfARetryIsHandledButTheLast) {
  EXPECT_THAT(errors_in(thread(1, {"enter 1", "enter 2", kX, "exit 2 error", "enter 2", kX, "exit 2 error",
                                   "enter 2", kX, "exit 2 error", kX, "exit 1 error"})),
              ElementsAre("g X: 3, 1 unhandled, 0 hops 2, 1 hops 1, f 2 then g 2"));
}

TEST(Errors, ThatAreTranslatedEndAndBeginThere) {
  EXPECT_THAT(errors_in(thread(1, {"enter 1", "enter 2", kX, "exit 2 error", kY, "exit 1 error"})),
              ElementsAre("f Y: 1, 1 unhandled, 0 hops 1", "g X: 1, 0 hops 1, f 1 then error 1"));
}

// g fails; h, called to handle that, fails as well, and its error leaves f.
TEST(Errors, OneThrownWhileAnotherIsHandledTakesItsPlace) {
  EXPECT_THAT(errors_in(thread(1, {"enter 1", "enter 2", kX, "exit 2 error", "enter 3", kY, "exit 3 error",
                                   kY, "exit 1 error"})),
              ElementsAre("g X: 1, 0 hops 1, f 1 then h 1", "h Y: 1, 1 unhandled, 1 hops 1"));
}

TEST(Errors, ThroughRecursionTravelLevelByLevel) {
  std::vector<std::string> records(40, "enter 1");
  for (int level = 0; level < 36; ++level) records.insert(records.end(), {kX, "exit 1 error"});
  records.insert(records.end(), 4, "exit 1 success");
  EXPECT_THAT(errors_in(thread(1, records)), ElementsAre("f X: 1, 32 hops 1, f 1 then success 1"));
}

TEST(Errors, ACallerThatIsAbandonedDoesNotPassThemOn) {
  EXPECT_THAT(errors_in(thread(1, {"enter 1", "enter 2", kX, "exit 2 error"})),
              ElementsAre("g X: 1, 0 hops 1, f 1 then abandoned 1"));
}

TEST(Errors, OfAnInnerSessionReachTheOuter) {
  EXPECT_THAT(errors_in(thread(1, {"enter 1", "enter 5", kX, "exit 5 error", "exit 1 success"})),
              ElementsAre("s X: 1, 0 hops 1, f 1 then success 1"));
}

TEST(Errors, OfAThreadThatWorksForASessionStayThere) {
  const std::string sharing = thread(1, {"enter 1", "share 7", "exit 1 success"});
  const std::string working = thread(2, {"adopt 7", "enter 2", kX, "exit 2 error", "release 7"});
  EXPECT_THAT(errors_in(sharing + working), ElementsAre("g X: 1, 1 unhandled, 0 hops 1"));
  EXPECT_EQ(errors_in(working + sharing), errors_in(sharing + working));
}

// f awaits g, which ends on another thread and has f resumed there.
TEST(Errors, OfACoroutineGoToTheOneThatAwaitsIt) {
  const std::string begin = thread(1, {"enter 1", "enter 2", "suspend 10", "suspend 11"});
  const std::string end = thread(
      2, {"enter 3", "resume 10", kX, "exit 2 error", "resume 11", kX, "exit 1 error", "exit 3 success"});
  EXPECT_THAT(errors_in(begin + end), ElementsAre("g X: 1, 1 unhandled, 1 hops 1"));
  EXPECT_EQ(errors_in(end + begin), errors_in(begin + end));
}

TEST(Errors, OfACoroutineThatNobodyAwaitsAreUnhandled) {
  EXPECT_THAT(errors_in(thread(1, {"enter 1", "enter 2", "suspend 10", "exit 1 success"}) +
                        thread(2, {"enter 3", "resume 10", kX, "exit 2 error", "exit 3 success"})),
              ElementsAre("g X: 1, 1 unhandled, 0 hops 1"));
}

TEST(Errors, OfAGeneratorGoToWhoResumedIt) {
  EXPECT_THAT(errors_in(thread(1, {"enter 1", "enter 2", "suspend 10", "resume 10", kX, "exit 2 error",
                                   "exit 1 success"})),
              ElementsAre("g X: 1, 0 hops 1, f 1 then success 1"));
}

TEST(Errors, OfSessionsThatLostRecordsAreLowerBounds) {
  const std::string failing = thread(1, {"enter 1", kX, "exit 1 error"});
  EXPECT_FALSE(folded(failing).errors.begin()->second.lower_bound);
  EXPECT_TRUE(folded(failing + "end 2 5\n").errors.begin()->second.lower_bound);
}

TEST(Errors, HaveTheLeastSessionsAsExemplars) {
  std::string chunks;
  for (int session = 0; session < 5; ++session)
    chunks += thread(session + 1, {"enter 1", kX, "exit 1 error"});
  const Graph graph = folded(chunks);
  const Errors& errors = graph.errors.at({"f", "X"});
  EXPECT_EQ(errors.occurrences(), 5u);
  EXPECT_EQ(errors.exemplars.ids(), graph.nodes.at("f").exemplars.ids());
}

TEST(Errors, ThatAreNotConsistentAreRefused) {
  const std::string text =
      to_json(folded(thread(1, {"enter 1", "enter 2", kX, "exit 2 error", "exit 1 success"})));
  EXPECT_EQ(to_json(from_json(text, "graph")), text);
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string wrong = text;
    wrong.replace(wrong.find(from), from.size(), to);
    EXPECT_ANY_THROW(from_json(wrong, "graph")) << to;
  };
  with("\"unhandled\": 0", "\"unhandled\": 1");
  with("\"hops\": [[0, 1]]", "\"hops\": [[0, 2]]");
  with("\"hops\": [[0, 1]]", "\"hops\": [[33, 1]]");
  with("\"then_ended\": {\"success\": 1}", "\"then_ended\": {\"success\": 0}");
}

}  // namespace
}  // namespace flowlog::graph
