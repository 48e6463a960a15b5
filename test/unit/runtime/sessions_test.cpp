// sessions_test.cpp: which sessions are recorded, what of them, and whether what the program knows of them is
// what stands in the trace.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <flowlog/session_id.h>

#include <set>
#include <sstream>

#include "traced_run.h"

namespace flowlog::runtime {
namespace {

using format::Kind;
using format::Wide;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class SessionsRun : public TracedRun {
 public:
  explicit SessionsRun(const std::string& arguments, const std::string& sample = "0.5",
                       std::map<std::string, std::string> environment = {})
      : TracedRun(arguments, with(std::move(environment), sample), {}, SESSIONS_PROGRAM) {}

  std::vector<uint64_t> numbers() const {
    std::istringstream text(output());
    return {std::istream_iterator<uint64_t>(text), {}};
  }
  std::multiset<std::string> lines() const {
    std::istringstream text(output());
    return {std::istream_iterator<std::string>(text), {}};
  }

 private:
  static std::map<std::string, std::string> with(std::map<std::string, std::string> environment,
                                                 const std::string& sample) {
    environment.emplace("FLOWLOG_SAMPLE", sample);
    environment.emplace("FLOWLOG_WHEN_FULL", "wait");
    return environment;
  }
};

uint64_t of(const Counts& counts, uint32_t site) {
  const auto found = counts.entered.find(site);
  return found == counts.entered.end() ? 0 : found->second;
}

constexpr uint32_t kOuter = 1, kInner = 2, kAround = 3;

// Ids, as they follow from where the begin records stand.
std::multiset<std::string> ids_in(trace::Trace& trace) {
  std::multiset<std::string> ids;
  trace.for_each_chunk([&](const trace::Chunk& chunk) {
    for (uint32_t word = 0; word < chunk.records.size(); ++word) {
      const trace::Record& record = chunk.records[word];
      if (record.kind != Kind::kWide || Wide(record.site >> format::kWideTypeShift) != Wide::kSessionBegin)
        continue;
      trace::Uuid id;
      session_id(trace.id().data(), {chunk.thread, chunk.sequence, word}, id.data());
      ids.insert(trace::to_text(id));
    }
  });
  return ids;
}

// 10,000 times the fraction, give or take what chance does once in a thousand million runs.
void expect_about(uint64_t count, double fraction) {
  const double expected = 10000 * fraction, deviation = std::sqrt(expected * (1 - fraction));
  EXPECT_NEAR(static_cast<double>(count), expected, 6.5 * deviation);
}

TEST(Sampling, OfOutermostCallsIsByTheFraction) {
  SessionsRun run("calls 10000", "0.2");
  const Counts counts = count(run.trace());
  expect_about(of(counts, kOuter), 0.2);
  EXPECT_EQ(of(counts, kInner), of(counts, kOuter));
  expect_balanced(run.trace());
  EXPECT_EQ(run.trace().losses().dropped_records, 0u);
  EXPECT_EQ(run.trace().about().sample_rate, 0.2);
}

TEST(Sampling, OfAllOrNone) {
  SessionsRun all("sessions 100", "1");
  EXPECT_EQ(all.lines().size(), 100u);
  EXPECT_EQ(all.trace().about().sample_rate, 1);
  SessionsRun none("sessions 100", "0");
  EXPECT_THAT(none.output(), IsEmpty());
  EXPECT_THAT(none.files(), IsEmpty());
}

TEST(Sampling, ABadFractionGetsOneLineAndAllAreRecorded) {
  for (const char* bad : {"2", "-1", "0.1x", "1.5", ".5", "1.", "", "1e-3", "0,5"}) {
    SessionsRun run("sessions 3", bad);
    EXPECT_THAT(run.errors(),
                HasSubstr("FLOWLOG_SAMPLE='" + std::string(bad) + "' is not a fraction from 0 to 1"));
    EXPECT_EQ(run.lines().size(), 3u) << bad;
  }
}

TEST(Sampling, TheProgramKnowsWhichSessionsAreRecorded) {
  SessionsRun run("sessions 10000", "0.3");
  const Counts counts = count(run.trace());
  expect_about(run.lines().size(), 0.3);
  EXPECT_EQ(ids_in(run.trace()), run.lines());
  EXPECT_EQ(of(counts, kOuter), run.lines().size());
  EXPECT_EQ(of(counts, kInner), run.lines().size());
  EXPECT_EQ(counts.of(Wide::kSessionEnd).size(), run.lines().size());
  EXPECT_EQ(counts.of(Wide::kLog).size(), run.lines().size());
  expect_balanced(run.trace());
}

TEST(Sampling, OfManyThreadsIsEachSessionsOwn) {
  SessionsRun run("sessions-of-threads 2500", "0.3");
  const Counts counts = count(run.trace());
  expect_about(run.lines().size(), 0.3);
  EXPECT_EQ(ids_in(run.trace()), run.lines());
  EXPECT_EQ(of(counts, kInner), run.lines().size());
  expect_balanced(run.trace());
}

TEST(Sampling, NestedSessionsAreDecidedOnEachByItself) {
  SessionsRun run("nested 1000");
  ASSERT_EQ(run.status(), 0);
  const Counts counts = count(run.trace());
  const auto known = run.numbers();  // outer, inner, apart
  EXPECT_EQ(of(counts, kOuter), known.at(0));
  EXPECT_EQ(counts.of(Wide::kPartial).size(), known.at(0));
  EXPECT_EQ(of(counts, kInner), known.at(1));
  EXPECT_EQ(counts.of(Wide::kLog).size(), known.at(0) + known.at(1));
  EXPECT_EQ(counts.of(Wide::kApart).size(), known.at(2));
  EXPECT_EQ(counts.of(Wide::kSessionBegin).size(), counts.of(Wide::kSessionEnd).size());
  EXPECT_THAT(counts.of(Wide::kSessionEnd), Each(IsEmpty()));
  EXPECT_GT(known.at(2), 0u);
  expect_balanced(run.trace());
}

TEST(Sampling, CallsOfSessionFunctionsAreRecordedWholeOrNotAtAll) {
  SessionsRun run("session-calls 10000");
  const Counts counts = count(run.trace());
  expect_about(of(counts, kOuter), 0.5);
  expect_about(of(counts, kAround), 0.5);
  EXPECT_EQ(of(counts, kInner), 2 * of(counts, kOuter) + of(counts, kAround));
  EXPECT_THAT(counts.of(Wide::kResync), IsEmpty());
  expect_balanced(run.trace());
}

TEST(Sampling, WhatIsLeftByLongjmpEndsThere) {
  SessionsRun run("left-behind 1000");
  ASSERT_EQ(run.status(), 0);
  const Counts counts = count(run.trace());
  EXPECT_EQ(of(counts, kOuter), run.numbers().at(0));
  EXPECT_EQ(of(counts, kInner), of(counts, kOuter));
  EXPECT_EQ(counts.of(Wide::kSessionBegin).size(), counts.of(Wide::kSessionEnd).size());
}

TEST(Sampling, MovesWithCoroutines) {
  for (const char* sample : {"0.5", "1"}) {
    SessionsRun run("moving 100", sample);
    ASSERT_EQ(run.status(), 0);
    const Counts counts = count(run.trace());
    const auto known = run.numbers();
    EXPECT_EQ(of(counts, kOuter), known.at(0));
    EXPECT_EQ(of(counts, kAround), known.at(0));
    EXPECT_EQ(of(counts, kInner), known.at(1));
    EXPECT_EQ(counts.of(Wide::kSuspend).size(), 2 * known.at(0));
    EXPECT_EQ(counts.of(Wide::kResume).size(), 2 * known.at(0));
    EXPECT_THAT(counts.of(Wide::kMisuse), IsEmpty());
  }
}

TEST(Sampling, UnderAStormOfSignalsEverySessionIsWhole) {
  for (const char* sample : {"0.5", "1"}) {
    SessionsRun run("storm 1000", sample);
    EXPECT_EQ(run.status(), 0);
    const Counts counts = count(run.trace());
    EXPECT_EQ(counts.of(Wide::kSessionBegin).size(), counts.of(Wide::kSessionEnd).size());
    EXPECT_THAT(counts.of(Wide::kResync), IsEmpty());
    EXPECT_THAT(counts.of(Wide::kMisuse), IsEmpty());
    EXPECT_EQ(run.trace().losses().dropped_records, 0u);
    expect_balanced(run.trace(), /*handlers_record=*/true);
  }
}

TEST(Sampling, SwitchedUnderLoadEveryCallIsWhole) {
  SessionsRun run("toggled");
  EXPECT_EQ(run.status(), 0);
  EXPECT_THAT(count(run.trace()).of(Wide::kMisuse), IsEmpty());
  expect_balanced(run.trace());
}

TEST(Sampling, LogsOutsideOfSessionsAreKept) {
  SessionsRun run("logs", "0");
  EXPECT_THAT(count(run.trace()).of(Wide::kLog), ElementsAre(HasSubstr("outside")));
}

TEST(Sampling, DroppedRecordsAreLossesAndSkippedOnesAreNot) {
  SessionsRun run("sessions 20000", "0.5", {{"FLOWLOG_WHEN_FULL", "drop"}, {"FLOWLOG_POOL_MIB", "1"}});
  const Counts counts = count(run.trace());
  const uint64_t dropped = run.trace().losses().dropped_records;
  // A session is seven records; the program does not know of those whose begin was dropped.
  EXPECT_GE(counts.entries() + counts.exits() + dropped, 4 * run.lines().size());
  EXPECT_LE(counts.of(Wide::kSessionBegin).size(), run.lines().size());
}

TEST(Sampling, AChildOfForkBeginsAnew) {
  for (const char* arguments : {"fork 0", "fork 1"}) {
    for (const char* clock : {"all", "off"}) {
      SessionsRun run(arguments, "1", {{"FLOWLOG_TIMING", clock}});
      EXPECT_EQ(run.status(), 0) << arguments << clock;
      const auto traces = run.traces();
      ASSERT_EQ(traces.size(), 2u) << run.errors();
      std::vector<std::vector<std::string>> begun;
      for (const auto& trace : traces) {
        const Counts counts = count(*trace);
        const auto names = counts.of(Wide::kSessionBegin);
        ASSERT_EQ(names.size(), 1u);
        const bool is_child = names.front() == "own";
        EXPECT_EQ(counts.of(Wide::kSuspend).size(), is_child ? 0u : 2u);
        EXPECT_EQ(counts.of(Wide::kResume).size(), is_child ? 0u : 2u);
        EXPECT_EQ(of(counts, kOuter), is_child ? 0u : 2u);
        EXPECT_EQ(counts.of(Wide::kSessionEnd).size(), 1u);
        EXPECT_THAT(counts.of(Wide::kMisuse), IsEmpty());
      }
    }
  }
}

TEST(Sessions, OutliveTheCallInWhichTheyBegan) {
  SessionsRun run("outliving", "1");
  EXPECT_EQ(run.status(), 0);
  EXPECT_EQ(count(run.trace()).of(Wide::kSessionEnd).size(), 1u);
}

TEST(Sessions, EndInAnyOrder) {
  SessionsRun run("out-of-order", "1");
  const Counts counts = count(run.trace());
  EXPECT_EQ(counts.of(Wide::kSessionBegin).size(), 20u);
  EXPECT_EQ(counts.of(Wide::kSessionEnd).size() + counts.of(Wide::kOuterSessionEnd).size(), 20u);
}

TEST(Sessions, ThoseThatAreTooDeepAreCountedAndToldOnce) {
  SessionsRun run("out-of-order", "1");  // twenty, of which sixteen have room
  const std::string how = "begun within 16 others on its thread";
  EXPECT_THAT(count(run.trace()).of(Wide::kMisuse), ElementsAre(how, how, how, how));
  EXPECT_THAT(run.errors(), testing::EndsWith("it was '" + how + "'\n"));
}

TEST(Sessions, HaveTheirIdsForGood) {
  for (const char* arguments : {"ids 0", "ids 1"}) {
    SessionsRun run(arguments, "1");
    EXPECT_EQ(run.status(), 0) << arguments;
    std::multiset<std::string> ids;
    for (const auto& trace : run.traces()) ids.merge(ids_in(*trace));
    EXPECT_EQ(ids, run.lines()) << arguments;
    EXPECT_EQ(ids.size(), 5u);
  }
}

TEST(Sampling, ASessionThatIsEndedElsewhereIsNotSkippedForEver) {
  for (const char* arguments : {"ended-elsewhere 0", "ended-elsewhere 200"}) {
    SessionsRun run(arguments, "0.5");
    expect_about(of(count(run.trace()), kOuter), 0.5);
  }
}

TEST(Sampling, AChildBehindOurBackIsInNoSessionThatItsParentSkips) {
  SessionsRun run("fork-while-left-out", "0.5");
  uint64_t calls = 0;
  for (const auto& trace : run.traces()) calls += of(count(*trace), kOuter);
  expect_about(calls, 0.5);
}

TEST(Sessions, WrongUseIsCountedAndToldOnce) {
  SessionsRun run("misuse", "1");
  EXPECT_EQ(run.status(), 0);
  EXPECT_THAT(run.errors(),
              testing::StartsWith(
                  "flowlog: a flowlog::session was used wrongly, which is told once: it was 'ended "));
  EXPECT_THAT(count(run.trace()).of(Wide::kMisuse),
              testing::UnorderedElementsAre("ended twice", "ended on another thread"));
  SessionsRun fine("not-misused", "1");
  EXPECT_THAT(fine.errors(), IsEmpty());
  EXPECT_THAT(count(fine.trace()).of(Wide::kMisuse), IsEmpty());
  EXPECT_EQ(count(fine.trace()).of(Wide::kSessionEnd).size(), 2u);
}

}  // namespace
}  // namespace flowlog::runtime
