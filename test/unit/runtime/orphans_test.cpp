// orphans_test.cpp: what killed programs leave in memory does not stay for ever where their archives are
// gone, and stays where it may still be read.
#include "trace/orphans.h"

#include <gtest/gtest.h>

#include "running_program.h"
#include "traced_run.h"

namespace flowlog::runtime {
namespace {

constexpr uint64_t kNow_s = 1'700'000'000, kDay_s = 24 * 60 * 60;

size_t sweep(uint64_t at_s) { return trace::remove_orphans("/dev/shm", at_s); }

TEST(Orphans, APoolWhoseArchiveIsGoneGoesADayAfterThatIsSeen) {
  TracedRun run("killed 3000");
  const std::string pool = run.trace().about().pool;
  std::filesystem::remove_all(run.folder() / "out");

  sweep(kNow_s);
  EXPECT_TRUE(std::filesystem::exists(pool));
  sweep(kNow_s + kDay_s - 1);
  EXPECT_TRUE(std::filesystem::exists(pool));
  EXPECT_EQ(sweep(kNow_s + kDay_s), 1u);
  EXPECT_FALSE(std::filesystem::exists(pool));
}

TEST(Orphans, APoolWhoseArchiveIsThereStays) {
  TracedRun run("killed 3000");
  const std::string file = run.files().at(0).string(), pool = run.trace().about().pool;
  sweep(kNow_s);
  sweep(kNow_s + 2 * kDay_s);
  EXPECT_TRUE(std::filesystem::exists(pool));

  // What comes back was not gone.
  std::filesystem::rename(file, file + ".away");
  sweep(kNow_s + 3 * kDay_s);
  std::filesystem::rename(file + ".away", file);
  sweep(kNow_s + 4 * kDay_s);
  std::filesystem::rename(file, file + ".away");
  sweep(kNow_s + 5 * kDay_s);
  EXPECT_TRUE(std::filesystem::exists(pool));
  std::filesystem::rename(file + ".away", file);
}

TEST(Orphans, AProgramThatRunsKeepsItsPool) {
  RunningProgram program(HARSH_PROGRAM, "count-aloud");
  ASSERT_TRUE(program.next_number());
  const std::filesystem::path file = std::filesystem::directory_iterator(program.folder())->path();
  const std::string pool = trace::Trace(trace::open_file(file.string())).about().pool;
  std::filesystem::remove(file);
  sweep(kNow_s);
  sweep(kNow_s + 2 * kDay_s);
  EXPECT_TRUE(std::filesystem::exists(pool));

  program.kill();
  sweep(kNow_s);
  sweep(kNow_s + kDay_s);
  EXPECT_FALSE(std::filesystem::exists(pool));
}

}  // namespace
}  // namespace flowlog::runtime
