// source.h: where bytes come from. A reader asks for pieces by offset, so that a large file is never held
// whole.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace flowlog::trace {

// Several threads may read at once.
class Source {
 public:
  virtual ~Source() = default;

  // What messages call it: the path, or "standard input".
  const std::string& name() const { return name_; }

  // Bytes there were when it was opened. A file that grows meanwhile is read up to here.
  uint64_t size() const { return size_; }

  // Replaces `into` by the bytes from `offset` on: `count`, or as many as there are. Throws Error when the
  // system reports a fault.
  virtual void read(uint64_t offset, size_t count, std::string& into) const = 0;

 protected:
  Source(std::string name, uint64_t size) : name_(std::move(name)), size_(size) {}

  const std::string name_;
  uint64_t size_;
};

// A regular file. Throws Error if it can't be opened, or is something else (a pipe that a trace names would
// wait for ever). While it is open, nobody seals it (seal.h); if somebody is about to, waits until that is
// done.
std::unique_ptr<Source> open_file(const std::string& path);

// The file open at `file`, which the source closes.
std::unique_ptr<Source> adopt_file(int file, const std::string& path);

// Bytes in memory.
std::unique_ptr<Source> open_memory(std::string name, std::string bytes);

// The file at `path`, or standard input for "-". That, and a pipe or device (such as /dev/fd/3), is read to
// its end, into memory.
std::unique_ptr<Source> open_input(const std::string& path);

// Whether `path` is a regular file, which open_input can open any number of times.
bool can_be_read_again(const std::string& path);

}  // namespace flowlog::trace
