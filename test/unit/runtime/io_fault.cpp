// io_fault.cpp: to be preloaded: makes calls of the C library fail as IO_FAULT=FUNCTION:FIRST:COUNT says:
// COUNT calls of FUNCTION from the FIRST on (from 1) fail for want of space; a write that has room for more
// than a byte is short.
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

std::atomic<long> calls{0};

bool fails(const char* function) {
  static const char* const fault = getenv("IO_FAULT");
  const size_t length = strlen(function);
  if (fault == nullptr || strncmp(fault, function, length) != 0 || fault[length] != ':') return false;
  long first = 0, count = 0;
  if (sscanf(fault + length, ":%ld:%ld", &first, &count) != 2) return false;
  const long call = ++calls;
  if (call < first || call >= first + count) return false;
  errno = ENOSPC;
  return true;
}

template <typename Function>
Function* next(const char* name, Function*) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

#define NEXT(function) next(#function, &function)
#define SHIM extern "C" __attribute__((visibility("default")))

SHIM int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = va_arg(arguments, mode_t);
  va_end(arguments);
  return fails("open") ? -1 : NEXT(open)(path, flags, mode);
}
SHIM int openat(int folder, const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = va_arg(arguments, mode_t);
  va_end(arguments);
  return fails("openat") ? -1 : NEXT(openat)(folder, path, flags, mode);
}
SHIM int statvfs(const char* path, struct statvfs* status) noexcept {
  return fails("statvfs") ? -1 : NEXT(statvfs)(path, status);
}
SHIM int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*body)(void*),
                        void* argument) noexcept {
  return fails("pthread_create") ? EAGAIN : NEXT(pthread_create)(thread, attributes, body, argument);
}
SHIM ssize_t write(int descriptor, const void* data, size_t bytes) {
  if (!fails("write")) return NEXT(write)(descriptor, data, bytes);
  return bytes > 1 ? NEXT(write)(descriptor, data, bytes / 2) : -1;
}
SHIM ssize_t pwritev(int descriptor, const iovec* pieces, int count, off_t at) {
  if (!fails("pwritev")) return NEXT(pwritev)(descriptor, pieces, count, at);
  const iovec half{pieces->iov_base, pieces->iov_len / 2};
  return half.iov_len > 0 ? NEXT(pwritev)(descriptor, &half, 1, at) : -1;
}
SHIM int ftruncate(int descriptor, off_t bytes) noexcept {
  return fails("ftruncate") ? -1 : NEXT(ftruncate)(descriptor, bytes);
}
SHIM int posix_fallocate(int descriptor, off_t from, off_t bytes) {
  return fails("posix_fallocate") ? ENOSPC : NEXT(posix_fallocate)(descriptor, from, bytes);
}
SHIM int fstat(int descriptor, struct stat* status) noexcept {
  return fails("fstat") ? -1 : NEXT(fstat)(descriptor, status);
}
SHIM int fchmod(int descriptor, mode_t mode) noexcept {
  return fails("fchmod") ? -1 : NEXT(fchmod)(descriptor, mode);
}
SHIM int mkdir(const char* path, mode_t mode) noexcept {
  return fails("mkdir") ? -1 : NEXT(mkdir)(path, mode);
}
SHIM int unlink(const char* path) noexcept { return fails("unlink") ? -1 : NEXT(unlink)(path); }
SHIM int madvise(void* address, size_t bytes, int advice) noexcept {
  return fails("madvise") ? -1 : NEXT(madvise)(address, bytes, advice);
}
SHIM void* mmap(void* address, size_t bytes, int protection, int flags, int descriptor, off_t from) noexcept {
  return fails("mmap") ? MAP_FAILED : NEXT(mmap)(address, bytes, protection, flags, descriptor, from);
}
