// trace_file.h: the archive as a file: its folder, its name, and appending to it.
//
// A daemon may close every descriptor it finds and open other files under their numbers. So no descriptor is
// kept between calls (only the writer thread keeps one, in a table of its own), and each append makes sure
// that the descriptor is still that of this file. Any thread, one at a time. No malloc.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace flowlog::runtime {

class TraceFile {
 public:
  static constexpr size_t kMaxPath_bytes = 4352;

  constexpr TraceFile() = default;

  // Makes `folder` (0700, with the folders above it) where it is missing, and in it the new file `name`
  // (0600). Refuses whatever stands there already. Returns 0, or errno's value; path() is then what could not
  // be made.
  int create(std::string_view folder, std::string_view name);

  // A descriptor for append, which the caller closes; -1 if the file is gone or is no longer the one created.
  int open() const;

  // Writes all bytes, or none: what a full device took of them is cut off again.
  bool append(int descriptor, const void* data, size_t bytes);

  const char* path() const { return path_; }
  std::string_view folder() const { return {path_, folder_bytes_}; }

 private:
  bool is_this_file(int descriptor) const;

  char path_[kMaxPath_bytes] = "";  // absolute
  size_t folder_bytes_ = 0;
  dev_t device_ = 0;
  ino_t inode_ = 0;
  uint64_t size_bytes_ = 0;
};

}  // namespace flowlog::runtime
