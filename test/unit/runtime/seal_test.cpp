// seal_test.cpp: what killed programs leave in memory goes into their archives, once.
#include "trace/seal.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "running_program.h"
#include "traced_run.h"

namespace flowlog::runtime {
namespace {

uint64_t calls_in(const std::filesystem::path& file) {
  trace::Trace trace(trace::open_file(file.string()));
  return count(trace).entries();
}

TEST(Seal, APoolThatWasLeftBehindMovesIntoItsArchive) {
  TracedRun run("killed 30000");
  const std::string file = run.files().at(0).string();
  const std::string pool = trace::Trace(trace::open_file(file)).about().pool;
  ASSERT_TRUE(std::filesystem::exists(pool));

  EXPECT_TRUE(trace::seal(file));

  EXPECT_FALSE(std::filesystem::exists(pool));
  trace::Trace sealed(trace::open_file(file));
  EXPECT_EQ(count(sealed).entries(), 60000u);
  EXPECT_EQ(count(sealed).exits(), 60000u);
  EXPECT_FALSE(sealed.complete());
  EXPECT_EQ(sealed.losses().damaged_bytes, 0u);
  EXPECT_FALSE(trace::seal(file));
}

TEST(Seal, KeepsTheCountOfWhatWasDropped) {
  TracedRun run("killed 600000", {{"FLOWLOG_POOL_MIB", "1"}});
  EXPECT_TRUE(trace::seal(run.files().at(0).string()));
  const Counts counts = count(run.trace());
  EXPECT_EQ(counts.entries() + counts.exits() + run.trace().losses().dropped_records, 4 * 600000u);
}

TEST(Seal, ABlockThatTheKillCutOffIsCutAway) {
  TracedRun run("killed 3000");
  const std::filesystem::path file = run.files().at(0);
  format::BlockHeader header{};
  header.marker = format::kBlockMarker;
  header.type = static_cast<uint16_t>(format::BlockType::kChunk);
  header.stored_bytes = header.raw_bytes = 100;
  std::FILE* const out = std::fopen(file.c_str(), "ab");
  std::fwrite(&header, sizeof header, 1, out);
  std::fclose(out);

  EXPECT_TRUE(trace::seal(file.string()));
  trace::Trace sealed(trace::open_file(file.string()));
  EXPECT_EQ(count(sealed).entries(), 6000u);
  EXPECT_EQ(sealed.losses().damaged_bytes, 0u);
}

TEST(Seal, ByTwoAtOnceIsDoneOnce) {
  TracedRun run("killed 30000");
  const std::string file = run.files().at(0).string();
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  pid_t children[4];
  for (pid_t& child : children) {
    child = ::fork();
    if (child != 0) continue;
    char go;
    ::close(ends[1]);
    while (::read(ends[0], &go, 1) > 0) {
    }
    ::_exit(trace::seal(file) ? 1 : 0);
  }
  ::close(ends[1]);
  int sealed = 0;
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    sealed += WEXITSTATUS(status);
  }
  ::close(ends[0]);
  EXPECT_EQ(sealed, 1);
  EXPECT_EQ(calls_in(file), 60000u);
}

TEST(Seal, AProgramThatRunsKeepsItsPool) {
  RunningProgram program(HARSH_PROGRAM, "count-aloud");
  ASSERT_TRUE(program.next_number());
  const std::filesystem::path file = std::filesystem::directory_iterator(program.folder())->path();
  EXPECT_FALSE(trace::seal(file.string()));
  program.kill();
  EXPECT_TRUE(trace::seal(file.string()));
  EXPECT_GE(calls_in(file), 2u);
}

}  // namespace
}  // namespace flowlog::runtime
