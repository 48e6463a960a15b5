// catch2.h: each test case of a Catch2 program is a session of its name, and each section in it one within
// that: "Test case/Section/Inner section". To include it is all there is to do; with Catch2 2 in the source
// file that defines CATCH_CONFIG_MAIN or CATCH_CONFIG_RUNNER, behind that. docs/tests.md.
#pragma once

#include <flowlog/annotate.h>

#include <flowlog/test/sessions.h>

#if __has_include(<catch2/catch_test_case_info.hpp>)
#include <catch2/catch_test_case_info.hpp>
#include <catch2/reporters/catch_reporter_event_listener.hpp>
#include <catch2/reporters/catch_reporter_registrars.hpp>
#else
#include <catch2/catch.hpp>
#endif

namespace FLOWLOG_IGNORE flowlog {
namespace test {

#if __has_include(<catch2/catch_test_case_info.hpp>)
using catch2_listener_base = Catch::EventListenerBase;
#else
using catch2_listener_base = Catch::TestEventListenerBase;
#endif

class FLOWLOG_IGNORE catch2_listener : public catch2_listener_base {
 public:
  using catch2_listener_base::catch2_listener_base;

  void testCaseStarting(const Catch::TestCaseInfo& test) override {
    catch2_listener_base::testCaseStarting(test);
    sessions_.begin_test(test.name);
  }
  void testCaseEnded(const Catch::TestCaseStats& test) override {
    const Catch::Counts& of = test.totals.testCases;
    sessions_.end(of.failed != 0    ? format::kTestFailed
                  : of.total() == 0 ? format::kTestSkipped
                                    : format::kTestPassed);
    catch2_listener_base::testCaseEnded(test);
  }

  // The outermost section of each run through a test case is the test case.
  void sectionStarting(const Catch::SectionInfo& section) override {
    catch2_listener_base::sectionStarting(section);
    if (open_sections_++ != 0) sessions_.begin_part(section.name);
  }
  void sectionEnded(const Catch::SectionStats& section) override {
    if (--open_sections_ != 0)
      sessions_.end(section.assertions.failed != 0 ? format::kTestFailed : format::kTestPassed);
    catch2_listener_base::sectionEnded(section);
  }

 private:
  sessions sessions_;
  size_t open_sections_ = 0;
};

#if __has_include(<catch2/catch_test_case_info.hpp>)
inline const Catch::ListenerRegistrar<catch2_listener> catch2_listener_registrar("flowlog");
#else
inline const Catch::ListenerRegistrar<catch2_listener> catch2_listener_registrar;
#endif

}  // namespace test
}  // namespace flowlog
