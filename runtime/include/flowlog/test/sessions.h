// sessions.h: the sessions of the test that runs and of its parts. What the listeners beside this file have
// in common; not for use by hand.
#pragma once

#include <flowlog/annotate.h>
#include <flowlog/format.h>
#include <flowlog/session.h>

#include <deque>
#include <string>
#include <string_view>

namespace FLOWLOG_IGNORE flowlog {
namespace test {

// On the thread that runs the tests. Each session bears a test's full name; that of a part, such as a section
// or a subcase, is its name behind the one of what it is in, with a slash between them.
class FLOWLOG_IGNORE sessions {
 public:
  void begin_test(std::string name) { open_.emplace_back(std::move(name)); }
  void begin_part(const std::string& name) {
    open_.emplace_back(open_.empty() ? name : open_.back().name + '/' + name);
  }

  // Ends the innermost. `result`: of format::kTestResult.
  void end(std::string_view result) {
    if (open_.empty()) return;
    open_.back().session.attribute(format::kTestResult, result);
    open_.pop_back();
  }

 private:
  struct FLOWLOG_IGNORE open_session {
    explicit open_session(std::string full_name) : name(std::move(full_name)), session(name) {
      session.attribute(format::kTestName, name);
    }

    std::string name;
    flowlog::session session;
  };

  std::deque<open_session> open_;
};

}  // namespace test
}  // namespace flowlog
