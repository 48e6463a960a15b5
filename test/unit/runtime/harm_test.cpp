// harm_test.cpp: whatever happens to the recorder, the program runs on, and what the trace says is true.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "long_runs.h"
#include "running_program.h"
#include "traced_run.h"

namespace flowlog::runtime {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TracedRun harsh(const std::string& arguments, const std::map<std::string, std::string>& environment = {},
                const std::string& prefix = {}) {
  return TracedRun(arguments, environment, prefix, HARSH_PROGRAM);
}

// A namespace of the program's own, which root may have, and users where the machine lets them.
const std::string kOwnRoot = ::geteuid() == 0 ? "" : "unshare -r ";
const std::string kOwnMounts = ::geteuid() == 0 ? "unshare -m " : "unshare -rm ";

// ---- Children

void expect_traces_of_parent_and_child(const char* way) {
  TracedRun run = harsh(way);
  ASSERT_EQ(run.status(), 0) << run.errors();
  auto traces = run.traces();
  ASSERT_EQ(traces.size(), 2u);
  if (traces[0]->about().pid > traces[1]->about().pid) std::swap(traces[0], traces[1]);
  EXPECT_EQ(count(*traces[0]).entries(), 14u);
  EXPECT_EQ(count(*traces[1]).entries(), 8u);
  for (const auto& trace : traces) {
    EXPECT_TRUE(trace->complete());
    expect_balanced(*trace);
  }
}

// R7, of children that fork's handlers do not know of.
TEST(Fork, BehindOurBackParentAndChildHaveATraceEach) {
  expect_traces_of_parent_and_child("_Fork");
  expect_traces_of_parent_and_child("clone");
}

TEST(Fork, AChildThatBorrowsMemoryTakesNoWriterWithIt) {
  TracedRun run = harsh("vfork", {{"FLOWLOG_WHEN_FULL", "wait"}});
  ASSERT_EQ(run.status(), 0) << run.errors();
  EXPECT_EQ(count(run.trace()).entries(), 2 * 40002u);
  EXPECT_TRUE(run.trace().complete());
}

// ---- Ends

// R54
TEST(Exit, WithoutWarningLeavesAllCalls) {
  for (const char* way : {"_exit", "abort", "exec"}) {
    TracedRun run = harsh(std::string(way) + " 30000");
    EXPECT_EQ(count(run.trace()).entries(), 60000u) << way;
    EXPECT_EQ(count(run.trace()).exits(), 60000u) << way;
  }
}

// R43: the program says of each call that it has returned, and is killed at any moment.
TEST(Exit, KilledAtAnyMomentNoReturnedCallIsMissing) {
  for (int round = 0; round < rounds(20, 10000); ++round) {
    RunningProgram program(HARSH_PROGRAM, "count-aloud");
    uint32_t last = 0;
    const uint32_t wanted = 1 + static_cast<uint32_t>(round) * 7919 % 20000;  // some fill chunks
    while (last < wanted) {
      const auto number = program.next_number();
      ASSERT_TRUE(number);
      last = *number;
    }
    program.kill();
    while (const auto number = program.next_number()) last = *number;
    size_t traces = 0;
    for (const auto& file : std::filesystem::directory_iterator(program.folder())) {
      trace::Trace trace(trace::open_file(file.path().string()));
      const Counts counts = count(trace);
      EXPECT_GE(counts.entries(), 2 * last);
      EXPECT_GE(counts.exits(), 2 * last);
      std::filesystem::remove(trace.about().pool);
      ++traces;
    }
    ASSERT_EQ(traces, 1u);
  }
}

// ---- Signals and threads

// R5: on a small stack, without malloc, and with more records than the pool holds at first.
TEST(Signals, TheFirstRecordMayBeMadeInAHandlerOnASmallStack) {
  TracedRun run = harsh("first-in-handler");
  EXPECT_EQ(run.status(), 0) << run.errors();
  EXPECT_EQ(count(run.trace()).entries(), 40000u);
}

// R53
TEST(Threads, ManyInTurnAreDistinct) {
  const int threads = rounds(2000, 100000);
  TracedRun run = harsh("threads-in-turn " + std::to_string(threads), {{"FLOWLOG_WHEN_FULL", "wait"}});
  const Counts counts = count(run.trace());
  EXPECT_EQ(counts.words_of_thread.size(), static_cast<size_t>(threads));
  EXPECT_EQ(counts.entries(), static_cast<uint64_t>(threads) * 2);
}

// ---- Descriptors, shared objects

// R8
TEST(Descriptors, OfAProgramThatClosesAllAreNotTouched) {
  TracedRun run = harsh("close-all", {{"FLOWLOG_WHEN_FULL", "wait"}});
  EXPECT_EQ(run.status(), 0);
  EXPECT_EQ(count(run.trace()).entries(), 80000u);
  EXPECT_TRUE(run.trace().complete());
}

// R9
TEST(Reload, AThousandTimesCostsNoNumbersAndLosesNoName) {
  TracedRun run = harsh("reload '" RELOADED "' 1000");
  EXPECT_EQ(run.status(), 0) << run.errors();
  EXPECT_EQ(count(run.trace()).entries(), 2000u);
  EXPECT_LE(run.trace().sites().end(), 7u);
  EXPECT_TRUE(run.trace().complete());
}

// ---- Faults

// R12: each call of the system that the recorder makes fails once, or for ever.
TEST(Faults, OfAnyInputOrOutputNeverReachTheProgram) {
  for (const char* function :
       {"open", "write", "pwritev", "ftruncate", "posix_fallocate", "openat", "pthread_create", "statvfs",
        "fstat", "fchmod", "mkdir", "unlink", "madvise", "mmap"}) {
    for (int first = 1; first <= rounds(6, 60); ++first) {
      for (const char* times : {"1", "1000000"}) {
        const std::string fault = std::string(function) + ":" + std::to_string(first) + ":" + times;
        TracedRun run("pairs 10000", {{"LD_PRELOAD", IO_FAULT}, {"IO_FAULT", fault}});
        EXPECT_EQ(run.status(), 0) << fault << ": " << run.errors();
        for (const auto& file : run.files()) {
          if (std::filesystem::file_size(file) <= sizeof(format::FileHeader)) continue;
          trace::Trace trace(trace::open_file(file.string()));
          const Counts counts = count(trace);
          EXPECT_EQ(counts.entries() + counts.exits() + trace.losses().dropped_records, 40000u) << fault;
        }
      }
    }
  }
}

// R13
TEST(Faults, WithoutMemoryTheProgramRunsOn) {
  EXPECT_EQ(harsh("without-memory").status(), 0);
  TracedRun run = harsh("memory-ends", {{"FLOWLOG_POOL_MIB", "1"}});
  EXPECT_EQ(run.status(), 0);
  const Counts counts = count(run.trace());
  EXPECT_EQ(counts.entries() + counts.exits() + run.trace().losses().dropped_records, 4 * 600001u);
}

// R10
TEST(Faults, AFullDeviceIsToldOnceAndWrittenAgainWhenItHasRoom) {
  TracedRun run = harsh("fill-device out", {{"FLOWLOG_POOL_MIB", "1"}},
                        "mkdir out; exec " + kOwnMounts + R"(sh -c 'mount -t tmpfs -o size=1m none out;
                           head -c 1000000 /dev/zero > out/filler; shift; \"\$@\"; code=\$?;
                           mkdir kept; cp out/*.flog kept; exit \$code' sh)");
  ASSERT_EQ(run.status(), 0) << run.errors();
  const std::string said = run.errors();
  EXPECT_THAT(said, HasSubstr("No space left on device"));
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
  std::filesystem::rename(run.folder() / "kept", run.folder() / "out" / "kept");
  for (const auto& kept : std::filesystem::directory_iterator(run.folder() / "out" / "kept")) {
    std::filesystem::copy(kept.path(), run.folder() / "out" / kept.path().filename());
  }
  const Counts counts = count(run.trace());
  EXPECT_TRUE(run.trace().complete());
  EXPECT_GT(run.trace().losses().dropped_records, 0u);
  EXPECT_EQ(counts.entries() + counts.exits() + run.trace().losses().dropped_records,
            4 * std::stoull(run.output()));
}

TEST(Faults, AProgramThatChangesItsRootLosesNothing) {
  TracedRun run =
      harsh("chroot out", {{"FLOWLOG_WHEN_FULL", "wait"}}, "exec " + kOwnRoot + R"(sh -c '\"\$@\"' sh)");
  ASSERT_EQ(run.status(), 0) << run.errors();
  EXPECT_EQ(count(run.trace()).entries(), 2 * std::stoull(run.output()));
  EXPECT_TRUE(run.trace().complete());
}

// Shared memory that is smaller than the pool, or takes no files: the pool is beside the archive then.
TEST(Faults, SharedMemoryThatIsTinyOrMissingCostsNothing) {
  for (const char* shared : {"size=1m", "size=4k", "ro"}) {
    TracedRun run(
        "threads 4 50000", {{"FLOWLOG_WHEN_FULL", "wait"}},
        "exec " + kOwnMounts + "sh -c 'mount -t tmpfs -o " + shared + R"( none /dev/shm && \"\$@\"' sh)");
    ASSERT_EQ(run.status(), 0) << run.errors();
    EXPECT_EQ(count(run.trace()).words, 4 * 4 * 50000u) << shared;
    EXPECT_TRUE(run.trace().complete());
    EXPECT_THAT(run.trace().about().pool, HasSubstr("/out/flowlog-"));
    EXPECT_FALSE(std::filesystem::exists(run.trace().about().pool));
  }
}

TEST(Loss, IsToldToItsHandler) {
  TracedRun run = harsh("hear-of-loss 2000000", {{"FLOWLOG_POOL_MIB", "1"}});
  ASSERT_EQ(run.status(), 0) << run.errors();
  uint64_t told[2] = {};
  std::ifstream(run.folder() / "told").read(reinterpret_cast<char*>(told), sizeof told);
  EXPECT_TRUE(run.trace().complete());
  EXPECT_EQ(told[0], run.trace().totals()->dropped_records);
  EXPECT_EQ(told[1], told[0]);
}

}  // namespace
}  // namespace flowlog::runtime
