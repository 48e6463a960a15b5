// orphans_test.cpp: what killed programs leave in memory does not stay for ever where their archives are
// gone, and stays where it may still be read.
#include "trace/orphans.h"

#include <gtest/gtest.h>

#include "running_program.h"
#include "traced_run.h"

namespace flowlog::runtime {
namespace {

constexpr uint64_t kNow_s = 1'700'000'000, kDay_s = 24 * 60 * 60;

// A folder for one pool, since others sweep /dev/shm meanwhile, and by the real clock.
class PoolFolder {
 public:
  explicit PoolFolder(const std::string& pool) {
    const std::filesystem::path from = pool;
    folder_ = from.parent_path() / ("test-of-" + from.filename().string());
    std::filesystem::create_directory(folder_);
    pool_ = folder_ / from.filename();
    std::filesystem::rename(from, pool_);
  }
  ~PoolFolder() { std::filesystem::remove_all(folder_); }

  size_t sweep(uint64_t at_s) const { return trace::remove_orphans(folder_.string(), at_s); }
  bool has_pool() const { return std::filesystem::exists(pool_); }

 private:
  std::filesystem::path folder_, pool_;
};

TEST(Orphans, APoolWhoseArchiveIsGoneGoesADayAfterThatIsSeen) {
  TracedRun run("killed 3000");
  const PoolFolder folder(run.trace().about().pool);
  std::filesystem::remove_all(run.folder() / "out");

  folder.sweep(kNow_s);
  EXPECT_TRUE(folder.has_pool());
  folder.sweep(kNow_s + kDay_s - 1);
  EXPECT_TRUE(folder.has_pool());
  EXPECT_EQ(folder.sweep(kNow_s + kDay_s), 1u);
  EXPECT_FALSE(folder.has_pool());
}

TEST(Orphans, APoolWhoseArchiveIsThereStays) {
  TracedRun run("killed 3000");
  const std::string file = run.files().at(0).string();
  const PoolFolder folder(run.trace().about().pool);
  folder.sweep(kNow_s);
  folder.sweep(kNow_s + 2 * kDay_s);
  EXPECT_TRUE(folder.has_pool());

  // What comes back was not gone.
  std::filesystem::rename(file, file + ".away");
  folder.sweep(kNow_s + 3 * kDay_s);
  std::filesystem::rename(file + ".away", file);
  folder.sweep(kNow_s + 4 * kDay_s);
  std::filesystem::rename(file, file + ".away");
  folder.sweep(kNow_s + 5 * kDay_s);
  EXPECT_TRUE(folder.has_pool());
  std::filesystem::rename(file + ".away", file);
}

TEST(Orphans, AProgramThatRunsKeepsItsPool) {
  RunningProgram program(HARSH_PROGRAM, "count-aloud");
  ASSERT_TRUE(program.next_number());
  const std::filesystem::path file = std::filesystem::directory_iterator(program.folder())->path();
  const PoolFolder folder(trace::Trace(trace::open_file(file.string())).about().pool);
  std::filesystem::remove(file);
  folder.sweep(kNow_s);
  folder.sweep(kNow_s + 2 * kDay_s);
  EXPECT_TRUE(folder.has_pool());

  program.kill();
  folder.sweep(kNow_s);
  folder.sweep(kNow_s + kDay_s);
  EXPECT_FALSE(folder.has_pool());
}

}  // namespace
}  // namespace flowlog::runtime
