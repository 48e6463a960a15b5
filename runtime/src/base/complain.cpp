// complain.cpp: see complain.h.
#include "base/complain.h"

#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/text.h"

namespace flowlog::runtime {
namespace {

struct FileId {
  bool is_known = false;
  dev_t device = 0;
  ino_t inode = 0;  // 0: the program had no stderr
};

constinit FileId programs_stderr;

bool has_stderr() {
  struct stat now;
  return ::fstat(STDERR_FILENO, &now) == 0 && now.st_dev == programs_stderr.device &&
         now.st_ino == programs_stderr.inode;
}

// A pipe that is full would stop the program, one without a reader would kill it.
bool takes_a_line() {
  pollfd room{STDERR_FILENO, POLLOUT, 0};
  return ::poll(&room, 1, 0) == 1 && room.revents == POLLOUT;
}

}  // namespace

void remember_stderr() {
  if (programs_stderr.is_known) return;
  programs_stderr.is_known = true;
  struct stat now;
  if (::fstat(STDERR_FILENO, &now) == 0) programs_stderr = {true, now.st_dev, now.st_ino};
}

bool complain(std::string_view text, std::string_view subject, int error_number) {
  remember_stderr();
  if (!has_stderr() || !takes_a_line()) return false;
  Text<1024> line;
  line.add("flowlog: ").add(text);
  if (!subject.empty()) line.add(" '").add(subject).add("'");
  if (error_number != 0) {
    const char* known = ::strerrordesc_np(error_number);
    line.add(": ").add(known != nullptr ? known : "unknown error");
  }
  char end[] = "\n";
  const iovec parts[] = {{const_cast<char*>(line.c_str()), line.size()}, {end, 1}};
  return ::writev(STDERR_FILENO, parts, 2) > 0;
}

}  // namespace flowlog::runtime
