// trace_file.cpp: see trace_file.h.
#include "trace_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

namespace flowlog::runtime {
namespace {

// 0700 whatever the umask.
int make_folder(const char* path) {
  if (::mkdir(path, 0700) == 0) return ::chmod(path, 0700) == 0 ? 0 : errno;
  return errno == EEXIST ? 0 : errno;
}

// With the folders above it.
int make_folders(char* path) {
  for (char* slash = path + 1; (slash = strchr(slash, '/')) != nullptr; ++slash) {
    *slash = '\0';
    const int error = ::access(path, F_OK) == 0 ? 0 : make_folder(path);
    *slash = '/';
    if (error != 0) return error;
  }
  return make_folder(path);
}

}  // namespace

int TraceFile::create(std::string_view folder, std::string_view name) {
  TextWriter path(path_, sizeof path_);
  if (folder[0] != '/') {
    static char
        here[4096];  // not on the stack, which may be a signal handler's own small one; one thread at a time
    if (::getcwd(here, sizeof here) == nullptr) return errno;
    path.add(here).add("/");
  }
  path.add(folder);
  folder_bytes_ = path.size();
  if (path.cut_off()) return ENAMETOOLONG;
  if (const int error = make_folders(path_); error != 0) return error;
  path.add("/").add(name);
  if (path.cut_off()) return ENAMETOOLONG;

  const int descriptor = ::open(path_, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (descriptor < 0) return errno;
  struct stat made;
  const bool known = ::fchmod(descriptor, 0600) == 0 && ::fstat(descriptor, &made) == 0;
  const int error = known ? 0 : errno;
  ::close(descriptor);
  if (!known) return error;
  device_ = made.st_dev;
  inode_ = made.st_ino;
  size_bytes_ = 0;
  return 0;
}

int TraceFile::open() const {
  const int descriptor = ::open(path_, O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0 || is_this_file(descriptor)) return descriptor;
  ::close(descriptor);
  return -1;
}

bool TraceFile::is_this_file(int descriptor) const {
  struct stat now;
  return ::fstat(descriptor, &now) == 0 && now.st_dev == device_ && now.st_ino == inode_;
}

bool TraceFile::append(int descriptor, const void* data, size_t bytes) {
  errno = 0;
  if (!is_this_file(descriptor)) return false;
  const auto* from = static_cast<const char*>(data);
  for (size_t written = 0; written < bytes;) {
    const ssize_t more = ::write(descriptor, from + written, bytes - written);
    if (more > 0) {
      written += static_cast<size_t>(more);
    } else if (more == 0 || errno != EINTR) {
      const int error = errno;
      if (::ftruncate(descriptor, static_cast<off_t>(size_bytes_)) != 0) size_bytes_ += written;
      errno = error;
      return false;
    }
  }
  size_bytes_ += bytes;
  return true;
}

}  // namespace flowlog::runtime
