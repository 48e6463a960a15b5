// fork_test.cpp: a child has a trace of its own, and leaves its parent's alone.
#include <gtest/gtest.h>

#include "long_runs.h"
#include "traced_run.h"

namespace flowlog::runtime {
namespace {

TEST(Fork, ParentAndChildHaveATraceEach) {
  TracedRun run("fork");
  EXPECT_EQ(run.status(), 0) << run.errors();
  auto traces = run.traces();
  ASSERT_EQ(traces.size(), 2u);
  if (traces[0]->about().pid > traces[1]->about().pid) std::swap(traces[0], traces[1]);

  EXPECT_EQ(count(*traces[0]).entries(), 1u);
  EXPECT_EQ(count(*traces[1]).entries(), 8u);
  for (const auto& trace : traces) {
    EXPECT_TRUE(trace->complete());
    expect_balanced(*trace);  // the call in which the child was forked is its parent's, and ends there
    EXPECT_TRUE(trace->sites().knows(1)) << "outer() of the pool that is its own";
  }
  EXPECT_NE(traces[0]->id(), traces[1]->id());
}

// R7
TEST(Fork, WhileAnotherThreadRecords) {
  for (int round = 0; round < rounds(1, 100); ++round) {
    TracedRun run("fork-while-recording 100", {{"FLOWLOG_WHEN_FULL", "wait"}});
    EXPECT_EQ(run.status(), 0) << run.errors();
    const auto traces = run.traces();
    EXPECT_EQ(traces.size(), 101u);
    size_t complete = 0;
    for (const auto& trace : traces) {
      complete += trace->complete();
      expect_balanced(*trace);
      if (!trace->complete()) {  // a child, which left by _exit
        EXPECT_EQ(count(*trace).entries(), 2u);
      }
    }
    EXPECT_EQ(complete, 1u);
  }
}

}  // namespace
}  // namespace flowlog::runtime
