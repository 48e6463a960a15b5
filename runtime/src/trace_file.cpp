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

bool is_trusted(uid_t owner) { return owner == ::geteuid() || owner == 0; }

// A folder that someone else laid out for us, or a link of his, is refused: EPERM. Root may use anyone's
// folder, whose owner can't lead it elsewhere since all goes by the descriptor.
int open_folder(const char* path) {
  struct stat found;
  if (::lstat(path, &found) != 0) return -1;
  const bool is_planted = S_ISLNK(found.st_mode) && !is_trusted(found.st_uid);
  const int folder = is_planted ? -1 : ::open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0 && ::fstat(folder, &found) == 0 && (is_trusted(found.st_uid) || ::geteuid() == 0))
    return folder;
  const int error = folder < 0 && !is_planted ? errno : EPERM;
  if (folder >= 0) ::close(folder);
  errno = error;
  return -1;
}

}  // namespace

void TraceFile::set_folder(std::string_view folder) {
  TextWriter path(path_, sizeof path_);
  folder_error_ = 0;
  if (folder[0] != '/') {
    // Not on the stack, which may be a signal handler's own small one; one thread at a time.
    static char here[4096];
    if (::getcwd(here, sizeof here) != nullptr) {
      path.add(here).add("/");
    } else {
      folder_error_ = errno;
    }
  }
  path.add(folder);
  folder_bytes_ = path.size();
  if (path.cut_off()) folder_error_ = ENAMETOOLONG;
}

int TraceFile::create(std::string_view name) {
  if (folder_error_ != 0) return folder_error_;
  path_[folder_bytes_] = '\0';
  if (const int error = make_folders(path_); error != 0) return error;
  const int folder = open_folder(path_);
  if (folder < 0) return errno;
  TextWriter rest(path_ + folder_bytes_, sizeof path_ - folder_bytes_);
  rest.add("/").add(name);
  const int error = rest.cut_off() ? ENAMETOOLONG : create_in(folder, rest.c_str() + 1);
  ::close(folder);
  return error;
}

int TraceFile::create_in(int folder, const char* name) {
  const int descriptor = ::openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
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
  const int error = errno;
  ::close(descriptor);
  errno = error;
  return -1;
}

bool TraceFile::is_this_file(int descriptor) const {
  struct stat now;
  if (::fstat(descriptor, &now) != 0) return false;
  if (is_same(now) && !is_cut(now)) return true;
  errno = ESTALE;
  return false;
}

bool TraceFile::is_lost() const {
  struct stat now;
  return ::stat(path_, &now) == 0 ? is_same(now) && is_cut(now) : errno == ENOENT;
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
