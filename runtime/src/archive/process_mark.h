// process_mark.h: tells one process from all that ever have its number, and whether it still lives; and where
// a path of its means the same file.
//
// The recorder leaves its mark in the pool; who finds the pool compares it with the process that has the
// number now. No malloc; any thread.
#pragma once

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>

namespace flowlog::archive {

struct ProcessMark {
  uint64_t started = 0;        // in the system's ticks since it was booted; 0 if that is not known
  uint64_t pid_namespace = 0;  // in which the number means this process
  bool has_ended = false;      // all of its threads have; its parent may not know yet
};

namespace internal {

// The text of /proc/PID/stat, as far as it is looked at; terminated. False if there is no such process.
inline bool read_stat(uint32_t pid, char (&text)[512]) {
  char path[32] = "/proc/";
  char digits[10];
  size_t count = 0, end = strlen(path);
  for (; count == 0 || pid != 0; pid /= 10) digits[count++] = static_cast<char>('0' + pid % 10);
  while (count > 0) path[end++] = digits[--count];
  memcpy(path + end, "/stat", sizeof "/stat");
  const int file = ::open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const ssize_t bytes = ::read(file, text, sizeof text - 1);
  ::close(file);
  text[bytes > 0 ? bytes : 0] = '\0';
  return bytes > 0;
}

inline uint64_t number_at(const char* text) {
  uint64_t number = 0;
  for (; *text >= '0' && *text <= '9'; ++text) number = number * 10 + static_cast<unsigned>(*text - '0');
  return number;
}

}  // namespace internal

// Of the process that has the number `pid` in our namespace; all 0 if there is none.
inline ProcessMark mark_of_process(uint32_t pid) {
  constexpr int kState = 3, kThreads = 20, kStarted = 22;  // fields, as proc(5) counts them
  char text[512];
  if (!internal::read_stat(pid, text)) return {};
  const char* field = strrchr(text, ')');  // ends the second one, a name that may hold anything
  ProcessMark mark;
  bool is_dead = false;
  for (int number = kState; number <= kStarted && field != nullptr; ++number) {
    field = strchr(field, ' ');
    if (field == nullptr) return {};
    ++field;
    if (number == kState) is_dead = *field == 'Z' || *field == 'X';
    if (number == kThreads) mark.has_ended = is_dead && internal::number_at(field) <= 1;
    if (number == kStarted) mark.started = internal::number_at(field);
  }
  struct stat space;
  if (mark.started == 0 || ::stat("/proc/self/ns/pid", &space) != 0) return {};
  mark.pid_namespace = space.st_ino;
  return mark;
}

// Where a path is the same file for whoever has both of these.
struct PathScope {
  uint64_t mount_namespace = 0;
  uint64_t root_inode = 0;

  bool operator==(const PathScope&) const = default;
};

// Of this process; all 0 if the system does not tell.
inline PathScope scope_of_paths() {
  struct stat space, root;
  if (::stat("/proc/self/ns/mnt", &space) != 0 || ::stat("/", &root) != 0) return {};
  return {space.st_ino, root.st_ino};
}

}  // namespace flowlog::archive
