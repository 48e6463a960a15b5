// calls_test.cpp: the stack machine: which calls and sessions the records of a thread make.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "graph/call_stream.h"
#include "trace/made_trace.h"

namespace flowlog::graph {
namespace {

using testing::ElementsAre;

// Writes down what it is told, a line each: "f<-g error 12 why s2" is a call of f by g in the second session.
class Diary : public IgnoresThreads {
 public:
  struct CallData {};
  struct SessionData {};

  explicit Diary(const trace::Trace& trace) : trace_(trace) {}

  void session_began(Session<Diary>&) {}
  void call_began(Call<Diary>&, Call<Diary>*) {}
  void call_ended(Call<Diary>& call, Call<Diary>* caller, const CallEnd& end) {
    std::string line = name_of_site(call.site) + "<-" + (caller ? name_of_site(caller->site) : "-");
    line += std::string(" ") + name_of(end.outcome);
    if (end.lost) line += "?";
    if (end.own_exit) line += " " + std::to_string(end.elapsed_ns(call.start_ns));
    if (end.detail != Texts::kNone) line += " " + stream->texts().at(end.detail);
    lines.push_back(line + " s" + std::to_string(call.session->number));
  }
  void session_ended(Session<Diary>& session, int64_t) {
    std::string line = "end s" + std::to_string(session.number) + " calls " + std::to_string(session.calls);
    if (session.name != Texts::kNone) line += " " + stream->texts().at(session.name);
    if (session.lost_records) line += " lost";
    if (session.left_open) line += " open";
    lines.push_back(line);
  }

  CallStream<Diary>* stream = nullptr;
  std::vector<std::string> lines;

 private:
  std::string name_of_site(uint32_t site) const { return trace_.sites().at(site).description.id; }
  const trace::Trace& trace_;
};

struct Reading {
  std::vector<std::string> lines;
  uint64_t unmatched;
  uint64_t dropped;
};

Reading read(const std::string& chunks) {
  trace::Trace trace = trace::made_trace(
      "trace 6f1c0a52-7d1e-4b7a-9c3e-2f5d8a1b4c6e\n"
      "site 1 {\"id\":\"f\"}\nsite 2 {\"id\":\"g\"}\nsite 3 session {\"id\":\"s\"}\n"
      "site 4 {\"id\":\"v\",\"output_shape\":{\"type\":\"V\",\"alternatives\":[\"int\",\"Order\"]}}\n" +
      chunks);
  Diary diary(trace);
  CallStream<Diary> stream(trace, diary);
  diary.stream = &stream;
  stream.run();
  return {diary.lines, stream.unmatched_records(), trace.losses().dropped_records};
}

TEST(Calls, NestAndRecurse) {
  EXPECT_THAT(read("chunk 1 0\n10 enter 1\n11 enter 2\n12 enter 2\n15 exit 2 success\n16 exit 2 error\n20 "
                   "exit 1 success")
                  .lines,
              ElementsAre("g<-g success 3 s1", "g<-f error 5 s1", "f<-- success 10 s1", "end s1 calls 3"));
}

TEST(Calls, OfDifferentThreadsHaveNothingToDoWithEachOther) {
  EXPECT_THAT(read("chunk 1 0\n10 enter 1\nchunk 2 0\n11 enter 2\n12 exit 2 success\nchunk 1 1 depth=1\n13 "
                   "exit 1 success")
                  .lines,
              ElementsAre("g<-- success 1 s2", "f<-- success 3 s1", "end s1 calls 1", "end s2 calls 1"));
}

TEST(Calls, AnExitOfAnOuterCallAbandonsTheInnerOnes) {
  EXPECT_THAT(read("chunk 1 0\n10 enter 1\n11 enter 2\n12 exit 1 error").lines,
              ElementsAre("g<-f abandoned s1", "f<-- error 2 s1", "end s1 calls 2"));
}

TEST(Calls, AnExitOfACallThatIsNotOpenIsDamage) {
  const Reading reading =
      read("chunk 1 0\n9 exit 1 success\n10 enter 1\n11 exit 2 success\n12 exit 1 success");

  EXPECT_THAT(reading.lines, ElementsAre("f<-- success 2 s1", "end s1 calls 1"));
  EXPECT_EQ(reading.unmatched, 2u);
}

TEST(Calls, ResyncAbandonsWhatLongjmpLeft) {
  EXPECT_THAT(read("chunk 1 0\n10 enter 1\n11 enter 2\n12 enter 2\n15 resync 1\n16 exit 1 success").lines,
              ElementsAre("g<-g abandoned s1", "g<-f abandoned s1", "f<-- success 6 s1", "end s1 calls 3"));
}

TEST(Calls, OpenAtTheEndOfTheTraceAreAbandoned) {
  EXPECT_THAT(read("chunk 1 0\n10 enter 1\n11 enter 2").lines,
              ElementsAre("g<-f abandoned s1", "f<-- abandoned s1", "end s1 calls 2 open"));
}

TEST(Calls, HaveDetails) {
  EXPECT_THAT(read("chunk 1 0\n10 enter 1\n11 detail \"why\"\n11 exit 1 error\n"
                   "20 enter 1\n21 exception \"St13runtime_error\"\n21 exit 1 error\n"
                   "30 enter 4\n31 alternative 1\n31 exit 4 success\n"
                   "40 enter 4\n41 alternative 7\n41 exit 4 success\n")
                  .lines,
              ElementsAre("f<-- error 1 why s1", "end s1 calls 1", "f<-- error 1 std::runtime_error s2",
                          "end s2 calls 1", "v<-- success 1 Order s3", "end s3 calls 1",
                          "v<-- success 1 #7 s4", "end s4 calls 1"));
}

TEST(Calls, ASuccessThatWasMarkedPartialIsPartialAndAnErrorStaysOne) {
  EXPECT_THAT(read("chunk 1 0\n10 enter 1\n11 enter 2\n12 partial \"no stock\"\n13 exit 2 success\n"
                   "14 partial \"late\"\n15 exit 1 error")
                  .lines,
              ElementsAre("g<-f partial 2 no stock s1", "f<-- error 5 s1", "end s1 calls 2"));
}

TEST(Calls, RunBackInTimeTakesNoTime) {
  EXPECT_THAT(read("chunk 1 0\n10 enter 1\n9 exit 1 success").lines,
              ElementsAre("f<-- success 0 s1", "end s1 calls 1"));
}

TEST(Sessions, AFlaggedSiteStartsOneOfItsOwn) {
  EXPECT_THAT(read("chunk 1 0\n10 enter 1\n11 enter 3\n12 enter 2\n13 exit 2 success\n14 exit 3 success\n15 "
                   "exit 1 success")
                  .lines,
              ElementsAre("g<-s success 1 s2", "s<-f success 3 s2", "end s2 calls 2", "f<-- success 5 s1",
                          "end s1 calls 1"));
}

TEST(Sessions, NestAndHaveNames) {
  EXPECT_THAT(
      read(
          "chunk 1 0\n10 session-begin \"outer\"\n11 session-begin \"inner\"\n12 enter 1\n13 exit 1 success\n"
          "14 session-end\n15 enter 1\n16 exit 1 success\n17 session-end")
          .lines,
      ElementsAre("f<-- success 1 s2", "end s2 calls 1 inner", "f<-- success 1 s1", "end s1 calls 1 outer"));
}

TEST(Sessions, MayEndWhileACallOfTheirsIsOpen) {
  EXPECT_THAT(
      read("chunk 1 0\n10 session-begin \"a\"\n11 enter 1\n12 session-end\n13 enter 2\n14 exit 2 success\n"
           "15 exit 1 success")
          .lines,
      ElementsAre("g<-f success 1 s2", "f<-- success 4 s1", "end s2 calls 1", "end s1 calls 1 a"));
}

TEST(Sessions, MayOutliveTheCallThatBeganThem) {
  EXPECT_THAT(
      read("chunk 1 0\n10 enter 1\n11 session-begin \"a\"\n12 exit 1 success\n13 enter 2\n14 exit 2 success\n"
           "15 session-end")
          .lines,
      ElementsAre("f<-- success 2 s1", "end s1 calls 1", "g<-- success 1 s2", "end s2 calls 1 a"));
}

TEST(Sessions, AnEndWithoutABeginningIsDamage) { EXPECT_EQ(read("chunk 1 0\n10 session-end").unmatched, 1u); }

TEST(Losses, ALostRecordMarksTheSessionAndClosesWhatTheDepthSays) {
  const Reading reading = read(
      "chunk 1 0\n10 enter 1\n11 enter 2\nchunk 1 1 depth=1\n20 lost 40\n21 enter 2\n22 exit 2 success\n23 "
      "exit 1 success\n"
      "30 enter 1\n31 exit 1 success");

  EXPECT_THAT(reading.lines, ElementsAre("g<-f abandoned? s1", "g<-f success 1 s1", "f<-- success 13 s1",
                                         "end s1 calls 3 lost", "f<-- success 1 s2", "end s2 calls 1"));
  EXPECT_EQ(reading.dropped, 40u);
}

TEST(Losses, AMissingChunkLeavesCallsWhoseEnterIsNotKnown) {
  const Reading reading = read(
      "chunk 1 1 depth=2\n20 enter 2\n21 exit 2 success\n22 enter 2\n23 exit 2 success\n24 exit 1 "
      "success\n25 exit 1 success\n"
      "30 enter 1\n31 exit 1 success");

  EXPECT_THAT(reading.lines, ElementsAre("g<-- success 1 s1", "g<-- success 1 s1", "end s1 calls 2 lost",
                                         "f<-- success 1 s2", "end s2 calls 1"));
  EXPECT_EQ(reading.unmatched, 0u);
}

TEST(Losses, AnExplicitSessionThatBeganAboveTheDepthHasEnded) {
  EXPECT_THAT(read("chunk 1 0\n10 enter 1\n11 enter 2\n12 session-begin \"a\"\nchunk 1 2 depth=1\n20 enter "
                   "2\n21 exit 2 success\n22 exit 1 success")
                  .lines,
              ElementsAre("g<-f abandoned? s1", "end s2 calls 0 a lost", "g<-f success 1 s1",
                          "f<-- success 12 s1", "end s1 calls 3 lost"));
}

TEST(Losses, TheDepthOfAChunkThatFollowsWithoutAGapDoesNotCount) {
  EXPECT_THAT(read("chunk 1 0\n10 enter 1\nchunk 1 1 depth=0\n11 exit 1 success").lines,
              ElementsAre("f<-- success 1 s1", "end s1 calls 1"));
}

// f ended and g began among the lost records, and s is called by that g.
TEST(Losses, WhatADroppedCallCallsIsNotOutermost) {
  const Reading reading = read(
      "chunk 1 0\n10 enter 1\n11 enter 1\n"
      "chunk 1 1 base=20 depth=2\n20 lost 2 since=12 least=1 ended=0\n21 enter 4\n22 exit 4 success\n23 exit "
      "2 error\n"
      "24 exit 1 success");

  EXPECT_THAT(reading.lines, ElementsAre("f<-f abandoned? s1", "v<-- success 1 s1", "f<-- success 14 s1",
                                         "end s1 calls 3 lost"));
  EXPECT_EQ(reading.unmatched, 0u);
  EXPECT_EQ(reading.dropped, 2u);
}

TEST(Losses, ASessionWhoseEndWasDroppedEndsThere) {
  EXPECT_THAT(
      read("chunk 1 0\n10 session-begin \"a\"\n11 enter 1\n12 exit 1 success\n"
           "chunk 1 1 base=20\n20 lost 1 since=13 least=0 ended=1\n21 enter 2\n22 exit 2 success")
          .lines,
      ElementsAre("f<-- success 1 s1", "end s1 calls 1 a lost", "g<-- success 1 s2", "end s2 calls 1 lost"));
}

TEST(Losses, BetweenSessionsMarkTheOneBeforeAndTheOneAfter) {
  EXPECT_THAT(read("chunk 1 0\n1 enter 1\n2 exit 1 success\n3 enter 1\n4 exit 1 success\n"
                   "chunk 1 1 base=20\n20 lost 4 since=5 least=0 ended=0\n21 enter 2\n22 exit 2 success\n"
                   "23 enter 2\n24 exit 2 success")
                  .lines,
              ElementsAre("f<-- success 1 s1", "end s1 calls 1", "f<-- success 1 s2", "end s2 calls 1 lost",
                          "g<-- success 1 s3", "end s3 calls 1 lost", "g<-- success 1 s4", "end s4 calls 1"));
}

// Nothing tells whether the f that is open is still the one that began before the gap.
TEST(Losses, InAGapACallMayGiveItsPlaceToAnother) {
  const Reading reading = read("chunk 1 0\n10 enter 1\nchunk 1 2 base=20 depth=1\n21 exit 2 success");

  EXPECT_THAT(reading.lines, ElementsAre("f<-- abandoned? s1", "end s1 calls 1 lost"));
  EXPECT_EQ(reading.unmatched, 0u);
}

TEST(Losses, OfWholeChunksAreCounted) {
  const std::string chunks =
      "chunk 1 0\n1 enter 1\n2 exit 1 success\nchunk 1 3\n5 enter 1\n6 exit 1 success\n";
  EXPECT_EQ(read(chunks).dropped, 2u);                // each had a record at least
  EXPECT_EQ(read(chunks + "end 54 7").dropped, 57u);  // 50 words are not there
}

TEST(Losses, CallsWhoseEnterIsNotKnownEndOneByOne) {
  const Reading reading = read(
      "chunk 1 1 depth=4000000000\n20 exit 1 success\n21 exit 2 success\n22 resync 1\n23 enter 2\n24 exit 2 "
      "success\n"
      "25 exit 1 success\n30 enter 1\n31 exit 1 success");

  EXPECT_THAT(reading.lines,
              ElementsAre("g<-- success 1 s1", "end s1 calls 1 lost", "f<-- success 1 s2", "end s2 calls 1"));
  EXPECT_EQ(reading.unmatched, 0u);
}

TEST(Losses, EndlessEntersTakeNoEndlessMemory) {
  std::string chunks;
  for (int chunk = 0; chunk < 200; ++chunk) {
    chunks += "chunk 1 " + std::to_string(chunk) + "\n";
    for (int i = 0; i < 8000; ++i) chunks += "1 enter 1\n";
  }

  EXPECT_EQ(read(chunks).unmatched, 1'600'000u - (1u << 20));
}

}  // namespace
}  // namespace flowlog::graph
