// gtest.h: each test of a GoogleTest program is a session of its full name, "Suite.Test" as
// --gtest_list_tests has it, also where it has parameters or types. To include it in one source file of the
// program, or in several, is all there is to do. docs/tests.md.
#pragma once

#include <flowlog/annotate.h>

#include <flowlog/test/sessions.h>
#include <gtest/gtest.h>

namespace FLOWLOG_IGNORE flowlog {
namespace test {

class FLOWLOG_IGNORE google_test_listener : public testing::EmptyTestEventListener {
 public:
  void OnTestStart(const testing::TestInfo& test) override {
    sessions_.begin_test(std::string(test.test_suite_name()) + '.' + test.name());
  }
  void OnTestEnd(const testing::TestInfo& test) override {
    const testing::TestResult& result = *test.result();
    sessions_.end(result.Failed()    ? format::kTestFailed
                  : result.Skipped() ? format::kTestSkipped
                                     : format::kTestPassed);
  }

 private:
  sessions sessions_;
};

// GoogleTest owns it.
inline google_test_listener* const listener_of_google_test = [] {
  auto* const listener = new google_test_listener;
  testing::UnitTest::GetInstance()->listeners().Append(listener);
  return listener;
}();

}  // namespace test
}  // namespace flowlog
