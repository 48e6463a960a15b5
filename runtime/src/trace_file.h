// trace_file.h: the archive as a file: its folder, its name, and appending to it.
//
// A daemon may close every descriptor it finds and open other files under their numbers. So no descriptor is
// kept between calls (only the writer thread keeps one, in a table of its own), and each append makes sure
// that the descriptor is still that of this file. Any thread, one at a time. No malloc.
#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace flowlog::runtime {

class TraceFile {
 public:
  static constexpr size_t kMaxPath_bytes = 4352;

  constexpr TraceFile() = default;

  // Where create will make files. What is relative is so to the folder that the process is in now.
  void set_folder(std::string_view folder);

  // Makes the folder (0700, with the folders above it) where it is missing, and in it the new file `name`
  // (0600). Refuses whatever stands there already, and a folder of another user's. Returns 0, or errno's
  // value; path() is then what could not be made.
  int create(std::string_view name);

  // A descriptor for append, which the caller closes; -1 if the file is gone, was cut off, or is no longer
  // the one created.
  int open() const;

  // Whether it was removed or cut off, so that nobody can read from it what it is the trace of.
  bool is_lost() const;

  // Writes all bytes, or none: what a full device took of them is cut off again.
  bool append(int descriptor, const void* data, size_t bytes);

  const char* path() const { return path_; }
  std::string_view folder() const { return {path_, folder_bytes_}; }

 private:
  int create_in(int folder, const char* name);
  bool is_this_file(int descriptor) const;
  bool is_same(const struct stat& file) const { return file.st_dev == device_ && file.st_ino == inode_; }
  bool is_cut(const struct stat& file) const { return static_cast<uint64_t>(file.st_size) < size_bytes_; }

  char path_[kMaxPath_bytes] = "";  // absolute
  size_t folder_bytes_ = 0;
  int folder_error_ = 0;
  dev_t device_ = 0;
  ino_t inode_ = 0;
  uint64_t size_bytes_ = 0;
};

}  // namespace flowlog::runtime
