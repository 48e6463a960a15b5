// doctest.h: each test case of a doctest program is a session of its name, "Suite/Test case" where it is in a
// suite, and each subcase in it one within that: "Test case/Subcase/Inner subcase". To include it in one
// source file of the program, or in several, is all there is to do. docs/tests.md.
#pragma once

#include <flowlog/annotate.h>

#include <doctest/doctest.h>
#include <flowlog/test/sessions.h>

#include <atomic>
#include <vector>

#ifndef DOCTEST_CONFIG_DISABLE
namespace FLOWLOG_IGNORE flowlog {
namespace test {

class FLOWLOG_IGNORE doctest_listener : public doctest::IReporter {
 public:
  explicit doctest_listener(const doctest::ContextOptions&) {}

  void test_case_start(const doctest::TestCaseData& test) override {
    const std::string suite = test.m_test_suite;
    sessions_.begin_test((suite.empty() ? suite : suite + '/') + test.m_name);
  }
  void test_case_end(const doctest::CurrentTestCaseStats& test) override {
    sessions_.end(test.testCaseSuccess ? format::kTestPassed : format::kTestFailed);
  }

  void subcase_start(const doctest::SubcaseSignature& subcase) override {
    failures_before_.push_back(failures_);
    sessions_.begin_part(subcase.m_name.c_str());
  }
  void subcase_end() override {
    if (failures_before_.empty()) return;
    sessions_.end(failures_ != failures_before_.back() ? format::kTestFailed : format::kTestPassed);
    failures_before_.pop_back();
  }

  // On any thread of the test.
  void log_assert(const doctest::AssertData& check) override {
    failures_ += check.m_failed && (check.m_at & doctest::assertType::is_warn) == 0;
  }
  void log_message(const doctest::MessageData& message) override {
    failures_ += (message.m_severity & doctest::assertType::is_warn) == 0;
  }

  void test_case_exception(const doctest::TestCaseException&) override { ++failures_; }
  void test_case_reenter(const doctest::TestCaseData&) override {}
  void test_case_skipped(const doctest::TestCaseData&) override {}
  void test_run_start() override {}
  void test_run_end(const doctest::TestRunStats&) override {}
  void report_query(const doctest::QueryData&) override {}

 private:
  sessions sessions_;
  std::atomic<size_t> failures_{0};      // so far
  std::vector<size_t> failures_before_;  // the open subcases
};

inline const int doctest_listener_registered =
    doctest::registerReporter<doctest_listener>("flowlog", /*priority=*/0, /*isReporter=*/false);

}  // namespace test
}  // namespace flowlog
#endif
