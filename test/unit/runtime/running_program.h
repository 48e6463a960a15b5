// running_program.h: a program that says numbers on its standard output until it is killed.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

namespace flowlog::runtime {

class RunningProgram {
 public:
  // Its traces go into a folder of its own, which goes with this.
  RunningProgram(const char* program, const char* argument) {
    int ends[2];
    std::string pattern = (std::filesystem::temp_directory_path() / "flowlog-running-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr || ::pipe2(ends, O_CLOEXEC) != 0)
      throw std::runtime_error("no temporary folder, or no pipe");
    folder_ = pattern;
    process_ = ::fork();
    if (process_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::setenv("FLOWLOG_DIR", folder_.c_str(), 1);
      ::execl(program, program, argument, nullptr);
      ::_exit(127);
    }
    ::close(ends[1]);
    numbers_ = ends[0];
  }
  ~RunningProgram() {
    kill();
    reap();
    ::close(numbers_);
    std::filesystem::remove_all(folder_);
  }
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;

  const std::filesystem::path& folder() const { return folder_; }

  // The next that it says; nothing if it is dead and has said no more.
  std::optional<uint32_t> next_number() {
    uint32_t number = 0;
    if (::read(numbers_, &number, sizeof number) != sizeof number) return {};
    return number;
  }

  // Returns when it is dead; its parent does not know of it yet.
  void kill() {
    if (process_ <= 0) return;
    siginfo_t info;
    ::kill(process_, SIGKILL);
    ::waitid(P_PID, static_cast<id_t>(process_), &info, WEXITED | WNOWAIT);
  }
  void reap() {
    if (process_ > 0) ::waitpid(process_, nullptr, 0);
    process_ = 0;
  }

 private:
  std::filesystem::path folder_;
  pid_t process_ = 0;
  int numbers_ = -1;
};

}  // namespace flowlog::runtime
