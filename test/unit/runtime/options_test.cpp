// options_test.cpp: the environment's options, good and bad.
#include "options.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace flowlog::runtime {
namespace {

std::map<std::string, std::string> environment;
std::vector<std::string> complaints;

Options read(std::map<std::string, std::string> variables) {
  environment = std::move(variables);
  complaints.clear();
  return read_options(
      [](const char* name) -> const char* {
        const auto found = environment.find(name);
        return found == environment.end() ? nullptr : found->second.c_str();
      },
      [](const char* line) { complaints.push_back(line); });
}

TEST(Options, DefaultsOfTheDocumentation) {
  const Options options = read({});
  EXPECT_TRUE(options.enabled);
  EXPECT_STREQ(options.folder, "flowlog-out");
  EXPECT_EQ(options.timing, Timing::kAll);
  EXPECT_EQ(options.pool_mib, 16u);
  EXPECT_EQ(options.chunk_kib, 64u);
  EXPECT_EQ(options.when_full, WhenFull::kDrop);
  EXPECT_STREQ(options.label, "");
  EXPECT_EQ(options.recorded_of_billion, kAllSessions);
}

TEST(Options, EachIsRead) {
  const Options options = read({{"TRACK_FLOW_ENABLED", "FALSE"},
                                {"FLOWLOG_DIR", "/var/traces"},
                                {"FLOWLOG_TIMING", "off"},
                                {"FLOWLOG_POOL_MIB", "4096"},
                                {"FLOWLOG_CHUNK_KIB", "4"},
                                {"FLOWLOG_WHEN_FULL", "wait"},
                                {"FLOWLOG_SAMPLE", "0.125"},
                                {"FLOWLOG_LABEL", "nightly"}});
  EXPECT_TRUE(complaints.empty());
  EXPECT_FALSE(options.enabled);
  EXPECT_STREQ(options.folder, "/var/traces");
  EXPECT_EQ(options.timing, Timing::kOff);
  EXPECT_EQ(options.pool_mib, 4096u);
  EXPECT_EQ(options.chunk_kib, 4u);
  EXPECT_EQ(options.when_full, WhenFull::kWait);
  EXPECT_EQ(options.recorded_of_billion, 125'000'000u);
  EXPECT_STREQ(options.label, "nightly");
}

TEST(Options, OnAndOffHaveTheirUsualSpellings) {
  for (const char* word : {"true", "1", "on", "YES"})
    EXPECT_TRUE(read({{"TRACK_FLOW_ENABLED", word}}).enabled);
  for (const char* word : {"false", "0", "off", "No"})
    EXPECT_FALSE(read({{"TRACK_FLOW_ENABLED", word}}).enabled);
}

TEST(Options, ABadValueIsSaidOnceAndTheDefaultStands) {
  const std::map<std::string, std::string> bad = {
      {"TRACK_FLOW_ENABLED", "maybe"},
      {"FLOWLOG_DIR", ""},
      {"FLOWLOG_TIMING", "some"},
      {"FLOWLOG_POOL_MIB", "0"},
      {"FLOWLOG_CHUNK_KIB", "48"},
      {"FLOWLOG_WHEN_FULL", "block"},
      {"FLOWLOG_LABEL", std::string(300, 'x')},
  };
  for (const auto& [name, value] : bad) {
    const Options options = read({{name, value}});
    ASSERT_EQ(complaints.size(), 1u) << name;
    EXPECT_EQ(complaints[0].find(name + "='"), 0u) << complaints[0];
    EXPECT_TRUE(options.enabled);
    EXPECT_STREQ(options.folder, "flowlog-out");
    EXPECT_EQ(options.pool_mib, 16u);
    EXPECT_EQ(options.chunk_kib, 64u);
    EXPECT_STREQ(options.label, "");
  }
}

TEST(Options, NumbersAreWholeNumbers) {
  for (const char* number : {"", "-1", "+1", " 1", "1.5", "0x10", "16k", "4097", "99999999999999999999"}) {
    EXPECT_EQ(read({{"FLOWLOG_POOL_MIB", number}}).pool_mib, 16u) << number;
    EXPECT_EQ(complaints.size(), 1u) << number;
  }
}

TEST(Options, FractionsAreFromZeroToOne) {
  for (const auto& [text, billionths] : std::map<const char*, uint32_t>{
           {"0", 0u}, {"0.0", 0u}, {"1", kAllSessions}, {"1.000000000", kAllSessions}, {"0.000000001", 1u}})
    EXPECT_EQ(read({{"FLOWLOG_SAMPLE", text}}).recorded_of_billion, billionths) << text;
  EXPECT_TRUE(complaints.empty());
  for (const char* bad :
       {"", "2", "1.1", "-0.5", ".5", "1.", "0.5 ", "1e-3", "0.0000000001", "50%", "00.5"}) {
    EXPECT_EQ(read({{"FLOWLOG_SAMPLE", bad}}).recorded_of_billion, kAllSessions) << bad;
    EXPECT_EQ(complaints.size(), 1u) << bad;
  }
}

}  // namespace
}  // namespace flowlog::runtime
