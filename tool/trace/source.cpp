// source.cpp: see source.h.
#include "trace/source.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "error.h"
#include "trace/descriptor.h"

namespace flowlog::trace {
namespace {

[[noreturn]] void fail(const std::string& name, int error) {
  throw Error(name + ": can't be read: " + std::strerror(error));
}

class FileSource final : public Source {
 public:
  FileSource(const std::string& path, int file, uint64_t size) : Source(path, size), file_(file) {}
  ~FileSource() override { ::close(file_); }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  void read(uint64_t offset, size_t count, std::string& into) const override {
    into.resize(offset >= size_ ? 0 : size_t(std::min<uint64_t>(count, size_ - offset)));
    size_t done = 0;
    while (done < into.size()) {
      const ssize_t got = ::pread(file_, into.data() + done, into.size() - done, off_t(offset + done));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) fail(name_, errno);
      if (got == 0) break;  // it was truncated after it was opened
      done += size_t(got);
    }
    into.resize(done);
  }

 private:
  const int file_;
};

class MemorySource final : public Source {
 public:
  MemorySource(std::string name, std::string bytes)
      : Source(std::move(name), bytes.size()), bytes_(std::move(bytes)) {}

  void read(uint64_t offset, size_t count, std::string& into) const override {
    if (offset >= bytes_.size()) {
      into.clear();
    } else {
      into.assign(bytes_, size_t(offset), count);
    }
  }

 private:
  const std::string bytes_;
};

std::unique_ptr<Source> read_to_end(int file, const std::string& name) {
  std::string bytes;
  std::string piece(1 << 16, 0);
  for (;;) {
    const ssize_t got = ::read(file, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(name, errno);
    if (got == 0) return open_memory(name, std::move(bytes));
    bytes.append(piece, 0, size_t(got));
  }
}

}  // namespace

std::unique_ptr<Source> open_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) fail(path, errno);
  struct stat before;
  if (::fstat(file, &before) == 0 && S_ISREG(before.st_mode)) {
    while (::flock(file, LOCK_SH) != 0 && errno == EINTR) {
    }
  }
  return adopt_file(file, path);
}

std::unique_ptr<Source> adopt_file(int file, const std::string& path) {
  struct stat status;
  if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(file);
    throw Error(path + ": is not a regular file");
  }
  return std::make_unique<FileSource>(path, file, uint64_t(status.st_size));
}

std::unique_ptr<Source> open_memory(std::string name, std::string bytes) {
  return std::make_unique<MemorySource>(std::move(name), std::move(bytes));
}

std::unique_ptr<Source> open_input(const std::string& path) {
  if (path == "-") return read_to_end(STDIN_FILENO, "standard input");
  if (can_be_read_again(path)) return open_file(path);
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) fail(path, errno);
  struct stat status;
  if (::fstat(file.get(), &status) == 0 && S_ISDIR(status.st_mode)) fail(path, EISDIR);
  return read_to_end(file.get(), path);
}

bool can_be_read_again(const std::string& path) {
  struct stat status;
  return path != "-" && ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

}  // namespace flowlog::trace
