// timeline_test.cpp: calls as slices of time on threads.
#include "graph/timeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "error.h"
#include "graph/folded_stacks.h"
#include "trace/made_trace.h"

namespace flowlog::graph {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr int64_t kStart_ns = 1'700'000'000'000'000'000;

const std::string kHead =
    "trace 6f1c0a52-7d1e-4b7a-9c3e-2f5d8a1b4c6e\n"
    "clock 0 0 1700000000000000000\n"
    "site 1 {\"id\":\"a\",\"function_name\":\"a\"}\n"
    "site 2 {\"id\":\"b\",\"function_name\":\"b\"}\n"
    "site 3 {\"id\":\"c\",\"function_name\":\"c\"}\n";

// "a@1 10..20", with what became of it: "~" suspended, "!" abandoned.
std::vector<std::string> slices_of(const std::string& chunks) {
  trace::Trace trace = trace::made_trace(kHead + chunks + "end\n");
  const Timeline timeline = timeline_of(trace);
  std::vector<std::string> lines;
  for (const Slice& slice : timeline.slices) {
    lines.push_back(trace.sites().at(slice.site).description.function_name + '@' +
                    std::to_string(slice.thread) + ' ' + std::to_string(slice.start_ns - kStart_ns) + ".." +
                    std::to_string(slice.end_ns - kStart_ns) + (slice.last ? "" : "~") +
                    (slice.last && slice.outcome == Outcome::kAbandoned ? "!" : ""));
  }
  return lines;
}

std::vector<Arrow> arrows_of(const std::string& chunks) {
  trace::Trace trace = trace::made_trace(kHead + chunks + "end\n");
  return timeline_of(trace).arrows;
}

MATCHER_P3(IsArrow, from, to, at, "") {
  return arg.from == size_t(from) && arg.to == size_t(to) && arg.at_ns == kStart_ns + at;
}

TEST(Timeline, AnOuterCallComesBeforeThoseInItThoughAllBeginAtOnce) {
  const std::string chunk =
      "chunk 1 0\n10 enter 1\n10 enter 2\n10 enter 3\n10 exit 3 success\n12 exit 2 success\n"
      "12 enter 3\n12 exit 3 success\n15 exit 1 success\n";
  EXPECT_THAT(slices_of(chunk), ElementsAre("a@1 10..15", "b@1 10..12", "c@1 10..10", "c@1 12..12"));
  EXPECT_THAT(arrows_of(chunk), IsEmpty());
}

TEST(Timeline, ACoroutineHasASliceForEachPieceAndArrowsBetween) {
  const std::string chunks =
      "chunk 1 0\n10 enter 1\n12 enter 2\n14 suspend 7\n20 exit 1 success\n40 resume 8\n44 exit 2 success\n"
      "chunk 2 0\n30 resume 7\n33 suspend 8\n";
  EXPECT_THAT(slices_of(chunks), ElementsAre("a@1 10..20", "b@1 12..14~", "b@1 40..44", "b@2 30..33~"));
  EXPECT_THAT(arrows_of(chunks), ElementsAre(IsArrow(3, 2, 33), IsArrow(1, 3, 14)));
}

TEST(Timeline, ACoroutineThatIsNeverResumedEndsWithTheTrace) {
  EXPECT_THAT(slices_of("chunk 1 0\n10 enter 1\n12 suspend 7\n20 enter 3\n25 exit 3 success\n"),
              ElementsAre("a@1 10..12~", "c@1 20..25", "a@1 25..25!"));
}

TEST(Timeline, WhatAnotherThreadDoesForACallHasAnArrowFromIt) {
  const std::string chunks =
      "chunk 1 0\n10 enter 1\n12 share 7\n30 exit 1 success\n"
      "chunk 2 0\n15 adopt 7\n16 enter 2\n18 enter 3\n19 exit 3 success\n20 exit 2 success\n40 enter 2\n"
      "41 exit 2 success\n45 release 7\n";
  EXPECT_THAT(slices_of(chunks), ElementsAre("a@1 10..30", "b@2 16..20", "c@2 18..19", "b@2 40..41"));
  EXPECT_THAT(arrows_of(chunks), ElementsAre(IsArrow(0, 1, 16), IsArrow(0, 3, 30)));
}

TEST(Timeline, WhatOutlastsItsCallerIsCut) {
  // A chunk is missing, and with it the exits: b is seen to have ended only when a's caller has.
  EXPECT_THAT(slices_of("chunk 1 0\n10 enter 1\n11 enter 2\n13 suspend 7\n14 exit 1 success\n"
                        "20 enter 1\n21 resume 7\n24 exit 1 success\n30 exit 2 success\n"),
              ElementsAre("a@1 10..14", "b@1 11..13~", "a@1 20..24", "b@1 21..24!"));
}

TEST(Timeline, IsRefusedWithoutTimes) {
  trace::Trace trace = trace::made_trace(kHead + "about {\"timing\":\"off\"}\nend\n");
  EXPECT_THROW(timeline_of(trace), Error);
}

FoldedStacks folded(const std::string& chunks, Weight weight) {
  trace::Trace trace = trace::made_trace(kHead + chunks + "end\n");
  FoldedStacks stacks;
  add_folded_stacks(trace, weight, stacks);
  return stacks;
}

TEST(FoldedStacks, HaveTheTimeInTheInnermostFunctionItself) {
  const std::string chunk =
      "chunk 1 0\n10 enter 1\n12 enter 2\n15 exit 2 success\n16 enter 2\n17 enter 2\n19 exit 2 "
      "success\n20 exit 2 success\n21 exit 1 success\n";
  EXPECT_THAT(folded(chunk, Weight::kSelfTime),
              ElementsAre(Pair("a", 4u), Pair("a;b", 5u), Pair("a;b;b", 2u)));
  EXPECT_THAT(folded(chunk, Weight::kCalls), ElementsAre(Pair("a", 1u), Pair("a;b", 2u), Pair("a;b;b", 1u)));
}

TEST(FoldedStacks, LeaveOutSuspensions) {
  EXPECT_THAT(
      folded("chunk 1 0\n10 enter 1\n12 enter 2\n14 suspend 7\n20 exit 1 success\n40 resume 7\n45 exit 2 "
             "success\n",
             Weight::kSelfTime),
      ElementsAre(Pair("a", 8u), Pair("a;b", 7u)));
}

TEST(FoldedStacks, OfEndlessRecursionAddToTheDeepestThatIsShown) {
  std::string chunk = "chunk 1 0\n";
  for (int i = 0; i < 600; ++i) chunk += "10 enter 1\n";
  for (int i = 0; i < 600; ++i) chunk += "10 exit 1 success\n";
  const FoldedStacks stacks = folded(chunk, Weight::kCalls);
  EXPECT_EQ(stacks.size(), kMaxStackDepth);
  EXPECT_EQ(stacks.rbegin()->second, 600u - kMaxStackDepth + 1);
}

}  // namespace
}  // namespace flowlog::graph
