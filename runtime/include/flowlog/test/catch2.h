// catch2.h: each test case of a Catch2 program is a session of its name, and each section in it one within
// that: "Test case/Section/Inner section". To include it is all there is to do; with Catch2 2 in the source
// file that defines CATCH_CONFIG_MAIN or CATCH_CONFIG_RUNNER, behind that. docs/tests.md.
#pragma once

#include <flowlog/annotate.h>

#include <flowlog/test/sessions.h>

#include <cstdint>
#include <string_view>

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
    sessions_.end(result_of(test.totals.testCases));
    catch2_listener_base::testCaseEnded(test);
  }

  // The outermost section of each run through a test case is the test case.
  void sectionStarting(const Catch::SectionInfo& section) override {
    catch2_listener_base::sectionStarting(section);
    if (open_sections_++ != 0) sessions_.begin_part(section.name);
  }
  void sectionEnded(const Catch::SectionStats& section) override {
    if (--open_sections_ != 0)
      sessions_.end(section.assertions.total() == 0 ? format::kTestPassed : result_of(section.assertions));
    catch2_listener_base::sectionEnded(section);
  }

 private:
  // Catch2 counts what was skipped since 3.3.
  template <class Counts>
  static auto skipped(const Counts& of, int) -> decltype(of.skipped) {
    return of.skipped;
  }
  template <class Counts>
  static std::uint64_t skipped(const Counts& of, long) {
    return of.total() == 0 ? 1 : 0;
  }
  static std::string_view result_of(const Catch::Counts& of) {
    if (of.failed != 0) return format::kTestFailed;
    return skipped(of, 0) != 0 ? format::kTestSkipped : format::kTestPassed;
  }

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
