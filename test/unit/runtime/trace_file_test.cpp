// trace_file_test.cpp: the archive's file is made safely, and nothing else is ever written.
#include "trace_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>

namespace flowlog::runtime {
namespace {

class TraceFileTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "flowlog-test-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  int create(const std::filesystem::path& folder, const char* name = "x.flog") {
    file_.set_folder(folder.string());
    return file_.create(name);
  }

  std::filesystem::path folder_;
  TraceFile file_;
};

TEST_F(TraceFileTest, MakesTheFoldersAboveIt) {
  ASSERT_EQ(create(folder_ / "a/b"), 0);
  EXPECT_EQ(file_.path(), folder_ / "a/b/x.flog");
  struct stat made;
  ASSERT_EQ(::stat((folder_ / "a").c_str(), &made), 0);
  EXPECT_EQ(made.st_mode & 0777, 0700u);
}

// R17
TEST_F(TraceFileTest, RefusesWhatIsThereAlready) {
  ASSERT_EQ(::symlink("/dev/null", (folder_ / "link").c_str()), 0);
  ASSERT_EQ(::mkfifo((folder_ / "fifo").c_str(), 0600), 0);
  ASSERT_EQ(::link((folder_ / "link").c_str(), (folder_ / "hard").c_str()), 0);
  EXPECT_EQ(create(folder_, "hard"), EEXIST);
  EXPECT_EQ(create(folder_, "link"), EEXIST);
  EXPECT_EQ(create(folder_, "fifo"), EEXIST);
}

// R8: the number of a descriptor that the program closed and used anew.
TEST_F(TraceFileTest, DoesNotWriteToADescriptorOfAnotherFile) {
  ASSERT_EQ(create(folder_), 0);
  const int other = ::open((folder_ / "other").c_str(), O_CREAT | O_RDWR, 0600);
  EXPECT_FALSE(file_.append(other, "bytes", 5));
  ::close(other);
  EXPECT_EQ(std::filesystem::file_size(folder_ / "other"), 0u);
}

TEST_F(TraceFileTest, DoesNotOpenAFileThatTookItsPlace) {
  ASSERT_EQ(create(folder_), 0);
  std::filesystem::rename(folder_ / "x.flog", folder_ / "y.flog");
  ::close(::open((folder_ / "x.flog").c_str(), O_CREAT | O_RDWR, 0600));
  EXPECT_EQ(file_.open(), -1);
}

// R10, R12: a device that takes a part of it.
TEST_F(TraceFileTest, WritesAllOrNothing) {
  ASSERT_EQ(create(folder_), 0);
  const int descriptor = file_.open();
  ASSERT_TRUE(file_.append(descriptor, "12345678", 8));

  rlimit before;
  ::getrlimit(RLIMIT_FSIZE, &before);
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{10, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  EXPECT_FALSE(file_.append(descriptor, "12345678", 8));
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, old_handler);

  EXPECT_EQ(std::filesystem::file_size(file_.path()), 8u);
  EXPECT_TRUE(file_.append(descriptor, "9", 1));
  EXPECT_EQ(std::filesystem::file_size(file_.path()), 9u);
  ::close(descriptor);
}

}  // namespace
}  // namespace flowlog::runtime
