// bank_process.cpp: see bank_process.h.
#include "bank_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <thread>

extern char** environ;

namespace shop {

BankProcess::BankProcess(const std::string& program) {
  int to_bank[2], from_bank[2];
  if (::pipe2(to_bank, O_CLOEXEC) != 0 || ::pipe2(from_bank, O_CLOEXEC) != 0)
    throw std::runtime_error("no pipe to the bank");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, to_bank[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, from_bank[1], STDOUT_FILENO);
  char* const arguments[] = {const_cast<char*>(program.c_str()), nullptr};
  const int error = ::posix_spawn(&pid_, program.c_str(), &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(to_bank[0]);
  ::close(from_bank[1]);
  input_ = to_bank[1];

  std::FILE* const said = ::fdopen(from_bank[0], "r");
  const bool listens = error == 0 && said != nullptr && std::fscanf(said, "%d", &port_) == 1;
  if (said != nullptr) std::fclose(said);
  if (error != 0) pid_ = -1;
  if (!listens) {
    ::close(input_);
    if (pid_ > 0) ::waitpid(pid_, nullptr, 0);
    throw std::runtime_error(program + " can't be started");
  }
}

// It may hang, like anything else.
BankProcess::~BankProcess() {
  ::close(input_);
  for (int tries = 0; tries < 500; ++tries) {
    if (::waitpid(pid_, nullptr, WNOHANG) != 0) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

}  // namespace shop
