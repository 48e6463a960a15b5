// config_file_test.cpp: the configuration file, read once and again.
#include "config_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <string>

namespace flowlog::runtime {
namespace {

class ConfigFiles : public testing::Test {
 protected:
  void write(const std::string& text) { std::ofstream(path_) << text; }
  bool refresh() {
    if (!file_.has_changed()) return false;
    file_.read();
    return true;
  }
  std::string value(const char* name) const {
    const char* const found = file_.lookup(name);
    return found == nullptr ? "(none)" : found;
  }
  void TearDown() override { ::unlink(path_.c_str()); }

  const std::string path_ = testing::TempDir() + "flowlog-" +
                            testing::UnitTest::GetInstance()->current_test_info()->name() + ".conf";
  ConfigFile file_;
};

TEST_F(ConfigFiles, NamesAndValues) {
  write(
      "# comment\n\n  FLOWLOG_LABEL =  a = b "
      "\r\nTRACK_FLOW_ENABLED=false\nTRACK_FLOW_ENABLED=true\nFLOWLOG_DIR=");
  file_.open(path_.c_str());
  EXPECT_EQ(value("FLOWLOG_LABEL"), "a = b");
  EXPECT_EQ(value("TRACK_FLOW_ENABLED"), "true");  // the last one counts
  EXPECT_EQ(value("FLOWLOG_DIR"), "");
  EXPECT_EQ(value("FLOWLOG_TIMING"), "(none)");
}

TEST_F(ConfigFiles, AChangeCountsOnceItHasSettled) {
  write("FLOWLOG_LABEL=one");
  file_.open(path_.c_str());
  EXPECT_FALSE(refresh());
  write("FLOWLOG_LABEL=another");
  EXPECT_FALSE(refresh());  // it may still be being written
  EXPECT_EQ(value("FLOWLOG_LABEL"), "one");
  EXPECT_TRUE(refresh());
  EXPECT_EQ(value("FLOWLOG_LABEL"), "another");
  EXPECT_FALSE(refresh());
}

TEST_F(ConfigFiles, MayComeAndGo) {
  file_.open(path_.c_str());
  EXPECT_EQ(value("FLOWLOG_LABEL"), "(none)");
  write("FLOWLOG_LABEL=here");
  refresh();
  EXPECT_TRUE(refresh());
  EXPECT_EQ(value("FLOWLOG_LABEL"), "here");
  ::unlink(path_.c_str());
  refresh();
  EXPECT_TRUE(refresh());
  EXPECT_EQ(value("FLOWLOG_LABEL"), "(none)");
}

TEST_F(ConfigFiles, WhatIsNoTextFileHasNoSettings) {
  for (const std::string& text :
       {std::string(20000, 'x'), std::string("FLOWLOG_LABEL\0=x", 16), std::string(1000, '\n')}) {
    write(text);
    file_.open(path_.c_str());
    EXPECT_EQ(value("FLOWLOG_LABEL"), "(none)");
  }
  ::unlink(path_.c_str());
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  file_.open(path_.c_str());  // does not wait for a writer
  EXPECT_EQ(value("FLOWLOG_LABEL"), "(none)");
}

}  // namespace
}  // namespace flowlog::runtime
