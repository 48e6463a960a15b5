// progress_test.cpp: what a terminal shows of it.
#include "progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

namespace flowlog {
namespace {

using testing::EndsWith;
using testing::HasSubstr;


TEST(Progress, LineSaysHowFarItIs) {
  EXPECT_EQ(progress_line("merging", 1, 2, 29), "merging  [#####-----]   50 %");
  EXPECT_EQ(progress_line("merging", 0, 0, 29), "merging  [----------]    0 %");
  EXPECT_EQ(progress_line("merging", 7, 2, 29), "merging  [##########]  100 %") << "no more than all";
}

TEST(Progress, LineFitsAnyTerminal) {
  for (unsigned columns = 0; columns < 200; ++columns)
    EXPECT_LE(progress_line("merging", 1, 2, columns).size(), columns);
}

// Half is done until somebody presses a key.
std::string shown_on_terminal(bool is_terminal) {
  int terminal = -1;
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, nullptr);
  if (child == 0) {
    ::setenv("TERM", "xterm", 1);
    if (!is_terminal && ::freopen("/dev/null", "w", stderr) == nullptr) ::_exit(1);
    {
      Progress progress("merging", 100);
      progress.add(50);
      if (!is_terminal && ::write(STDOUT_FILENO, "50 %", 4) != 4) ::_exit(1);
      char key;
      if (::read(STDIN_FILENO, &key, 1) != 1) ::_exit(1);
    }
    ::_exit(0);
  }
  std::string shown;
  char piece[256];
  bool pressed = false;
  for (ssize_t got; (got = ::read(terminal, piece, sizeof piece)) > 0;) {  // fails when the child has ended
    shown.append(piece, size_t(got));
    if (!pressed && shown.find("50 %") != shown.npos) pressed = ::write(terminal, "\n", 1) == 1;
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  ::close(terminal);
  return shown;
}

TEST(Progress, IsShownOnATerminalAndTakenAway) {
  const std::string shown = shown_on_terminal(true);
  EXPECT_THAT(shown, HasSubstr("\rmerging  ["));
  EXPECT_THAT(shown, EndsWith("\r\x1b[K"));
}

TEST(Progress, IsNotShownElsewhere) { EXPECT_EQ(shown_on_terminal(false), "50 %\r\n"); }

}  // namespace
}  // namespace flowlog
