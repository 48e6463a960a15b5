// orphans.cpp: see orphans.h.
#include "trace/orphans.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "archive/process_mark.h"
#include "trace/descriptor.h"
#include "trace/pool.h"

namespace flowlog::trace {
namespace {

struct Head {
  format::PoolHeader header;
  format::PoolOrigin origin;
};

bool is_missing(const std::string& archive) {
  struct stat found;
  return ::lstat(archive.c_str(), &found) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

bool read_head(int file, Head& head) {
  struct stat status;
  return ::fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == ::geteuid() &&
         ::pread(file, &head, sizeof head, 0) == ssize_t(sizeof head) && is_pool(head.header);
}

// Where it can't be noted, the pool stays.
void note_missed(int file, uint64_t since_s) {
  constexpr off_t kAt = sizeof(format::PoolHeader) + offsetof(format::PoolOrigin, missed_since_s);
  [[maybe_unused]] const ssize_t written = ::pwrite(file, &since_s, sizeof since_s, kAt);
}

// Whether it is to be removed. Notes in the pool what was seen of its archive.
bool is_orphan(int file, uint64_t now_s) {
  Head head;
  if (!read_head(file, head) || !is_left_behind(head.header)) return false;
  const auto& origin = head.origin;
  const std::string archive(origin.archive, ::strnlen(origin.archive, sizeof origin.archive));
  const archive::PathScope scope{origin.mount_namespace, origin.root_inode};
  if (archive.empty() || scope == archive::PathScope{} || scope != archive::scope_of_paths()) return false;
  if (!is_missing(archive)) {
    note_missed(file, 0);
  } else if (origin.missed_since_s == 0) {
    note_missed(file, now_s);
  } else {
    return now_s >= origin.missed_since_s && now_s - origin.missed_since_s >= kOrphanPatience_s;
  }
  return false;
}

}  // namespace

size_t remove_orphans(const std::string& folder, uint64_t now_s) {
  size_t removed = 0;
  std::error_code error;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::string path = at->path().string();
    if (!at->path().filename().string().starts_with("flowlog-")) continue;
    const Descriptor file(::open(path.c_str(), O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (file.get() >= 0 && is_orphan(file.get(), now_s)) removed += ::unlink(path.c_str()) == 0;
  }
  return removed;
}

}  // namespace flowlog::trace
