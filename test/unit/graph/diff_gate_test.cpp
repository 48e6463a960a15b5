#include "graph/diff_gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "diff_graph.h"
#include "error.h"

namespace flowlog::graph {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

DiffGate::Verdict verdict(const std::string& kinds, const Graph& base, const Graph& head) {
  return DiffGate(kinds).judge(diff(base, head));
}

TEST(DiffGate, EachKindFiresForWhatItNames) {
  const Made base = service();
  Made head = service();
  head.edge("b::put()", "c::log()", 90, Outcome::kError);
  for (const char* const kind : {"new-node", "new-edge", "new-error-edge", "new-dependency"}) {
    EXPECT_THAT(verdict(kind, base.graph, head.graph).fired, SizeIs(1)) << kind;
    EXPECT_THAT(verdict(kind, head.graph, base.graph).fired, IsEmpty()) << kind;
    EXPECT_THAT(verdict(kind, base.graph, base.graph).fired, IsEmpty()) << kind;
  }
  for (const char* const kind : {"removed-node", "removed-edge", "removed-dependency"}) {
    EXPECT_THAT(verdict(kind, head.graph, base.graph).fired, SizeIs(1)) << kind;
    EXPECT_THAT(verdict(kind, base.graph, head.graph).fired, IsEmpty()) << kind;
  }
  const DiffGate::Verdict all = verdict("new-node,new-edge", base.graph, head.graph);
  ASSERT_THAT(all.fired, SizeIs(2));
  EXPECT_EQ(all.fired[1].kind, "new-edge");
  EXPECT_EQ(all.fired[1].first, "b::put() \u2192 c::log()");
}

TEST(DiffGate, WhatIsDoubtfulFiresNothingAndIsCounted) {
  Made base = service(), head = service();
  base.edge("b::put()", "c::log()", 90);
  head.run().dropped_records = 1;
  const DiffGate::Verdict doubtful = verdict("removed-edge,removed-node", base.graph, head.graph);
  EXPECT_THAT(doubtful.fired, IsEmpty());
  EXPECT_EQ(doubtful.doubtful, 2u);
}

TEST(DiffGate, AThresholdIsAPercentage) {
  Diff diff;
  TimeChange slower;
  slower.pair.to = "f()";
  slower.factor = 1.25;
  diff.times = {slower};
  EXPECT_THAT(DiffGate("slower").judge(diff).fired, SizeIs(1));
  EXPECT_THAT(DiffGate("slower=20%").judge(diff).fired, SizeIs(1));
  EXPECT_THAT(DiffGate("slower=25").judge(diff).fired, SizeIs(1));
  EXPECT_THAT(DiffGate("slower=30%").judge(diff).fired, IsEmpty());
  EXPECT_EQ(DiffGate("slower").judge(diff).fired[0].first, "f() (+25 %)");
  diff.times[0].factor = 0.5;
  EXPECT_THAT(DiffGate("slower=0").judge(diff).fired, IsEmpty());
  EXPECT_TRUE(DiffGate("new-node,slower").needs_durations());
  EXPECT_FALSE(DiffGate("new-node").needs_durations());
}

TEST(DiffGate, RefusesWhatItDoesNotKnow) {
  for (const char* const wrong : {"newer", "slower=", "slower=fast", "slower=-1", "slower=1e999",
                                  "slower=nan", "new-edge=1", ",", "new-edge,,slower", "slower\n"}) {
    EXPECT_THROW(DiffGate{wrong}, Error) << wrong;
  }
  EXPECT_THAT(DiffGate::kinds(), HasSubstr("slower[=P%]"));
}

}  // namespace
}  // namespace flowlog::graph
