// output.cpp: see output.h.
#include "output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "error.h"
#include "signals.h"

namespace flowlog {
namespace {

[[noreturn]] void fail(const std::string& name, int error) {
  throw Error(name + ": can't be written: " + std::strerror(error));
}

// 0 or an errno.
int write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(size_t(written));
  }
  return 0;
}

mode_t mode_for_new_files() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

void write_in_place(const std::string& path, std::string_view bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) fail(path, errno);
  int error = write_all(file, bytes);
  if (::close(file) != 0 && error == 0) error = errno;
  if (error != 0) fail(path, error);
}

// The file that replace() has begun, for who ends the process meanwhile: written in place, so that the name
// is there as soon as the file is.
char unfinished[PATH_MAX];

int exit_code_on_signals;

void end(int signal) {
  if (unfinished[0] != 0) ::unlink(unfinished);
  ::_exit(exit_code_on_signals == -1 ? 128 + signal : exit_code_on_signals);
}

// Through a file beside the target, so that the rename stays within one file system.
void replace(const std::string& path, mode_t mode, std::string_view bytes) {
  struct Unfinished {
    explicit Unfinished(const std::string& name) { name.copy(unfinished, sizeof unfinished - 1); }
    ~Unfinished() { std::memset(unfinished, 0, sizeof unfinished); }
  };
  if (path.size() + sizeof ".XXXXXX" > sizeof unfinished) fail(path, ENAMETOOLONG);
  const Unfinished while_here(path + ".XXXXXX");
  const int file = ::mkostemp(unfinished, O_CLOEXEC);
  if (file < 0) fail(path, errno);
  int error = write_all(file, bytes);
  if (error == 0 && ::fchmod(file, mode) != 0) error = errno;
  if (::close(file) != 0 && error == 0) error = errno;
  if (error == 0 && ::rename(unfinished, path.c_str()) != 0) error = errno;
  if (error != 0) {
    ::unlink(unfinished);
    fail(path, error);
  }
}

}  // namespace

void write_output(const std::string& path, std::string_view bytes) {
  if (path.empty()) throw Error("-o '': the name of a file, or - for standard output, was expected");
  if (path == kStandardStream) {
    if (const int error = write_all(STDOUT_FILENO, bytes)) fail("standard output", error);
    return;
  }
  struct stat existing;
  if (::stat(path.c_str(), &existing) != 0) {
    if (errno != ENOENT) fail(path, errno);
    return replace(path, mode_for_new_files(), bytes);
  }
  if (S_ISDIR(existing.st_mode)) fail(path, EISDIR);
  if (!S_ISREG(existing.st_mode)) return write_in_place(path, bytes);
  if (::access(path.c_str(), W_OK) != 0) fail(path, errno);
  replace(std::filesystem::canonical(path).string(), existing.st_mode & 07777, bytes);
}

void end_cleanly_on_signals(int exit_code) {
  exit_code_on_signals = exit_code;
  struct sigaction action {};
  action.sa_handler = end;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before {};
    ::sigaction(signal, nullptr, &before);
    if (before.sa_handler != SIG_IGN) ::sigaction(signal, &action, nullptr);  // as nohup asks
  }
}

}  // namespace flowlog
