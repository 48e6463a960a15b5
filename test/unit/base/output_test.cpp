#include "output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "error.h"

namespace flowlog {
namespace {

namespace fs = std::filesystem;

class Output : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "output.XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string in_folder(const char* name) const { return (folder_ / name).string(); }
  static std::string content_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  size_t files() const { return size_t(std::distance(fs::directory_iterator(folder_), {})); }

  fs::path folder_;
};

TEST_F(Output, WritesAFileAndReplacesIt) {
  write_output(in_folder("a"), "first");
  write_output(in_folder("a"), "2nd");
  EXPECT_EQ(content_of(in_folder("a")), "2nd");
  EXPECT_EQ(files(), 1u);
}

TEST_F(Output, KeepsPermissionsAndLinks) {
  write_output(in_folder("a"), "first");
  fs::permissions(in_folder("a"), fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("a", in_folder("link"));
  write_output(in_folder("link"), "second");
  EXPECT_TRUE(fs::is_symlink(in_folder("link")));
  EXPECT_EQ(content_of(in_folder("a")), "second");
  EXPECT_EQ(fs::status(in_folder("a")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(Output, SaysWhatCanNotBeWritten) {
  for (const std::string& path : {folder_.string(), in_folder("none/a"), std::string("/dev/full")}) {
    try {
      write_output(path, "text");
      FAIL() << path << " was written";
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), testing::StartsWith(path + ": can't be written: "));
    }
  }
}

TEST_F(Output, WritesToDevicesAsTheyAre) { EXPECT_NO_THROW(write_output("/dev/null", "text")); }

}  // namespace
}  // namespace flowlog
