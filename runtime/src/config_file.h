// config_file.h: the file that FLOWLOG_CONFIG names: options as in the environment, which wins over it.
//
//   # a comment
//   TRACK_FLOW_ENABLED = false
//   FLOWLOG_DIR=/var/traces
//
// It may be edited while the program runs, and need not be there when it starts.
#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <cstdint>

namespace flowlog::runtime {

// Threads: one at a time, and not in signal handlers. No malloc; no descriptor stays open.
class ConfigFile {
 public:
  constexpr ConfigFile() = default;

  // Names the file and reads it if it is there. What is wrong in it gets a line on stderr.
  void open(const char* path);
  bool is_open() const { return path_[0] != '\0'; }

  // Whether the file changed since it was read, and then stood unchanged since the last call: it may be
  // written in several steps.
  bool has_changed();
  void read();

  // In the child of a fork, which may have found it half read: it counts as changed.
  void forget() { read_ = {}; }

  // getenv's contract; what it returns holds until the file is read again.
  const char* lookup(const char* name) const;

 private:
  // A file is another one when any of these is.
  struct Version {
    ino_t inode = 0;
    off_t bytes = 0;
    int64_t modified_s = 0;
    int64_t modified_ns = 0;

    bool operator==(const Version&) const = default;
  };
  struct Setting {
    const char* name;
    const char* value;
  };
  static constexpr size_t kMaxSettings = 32;

  Version version_now() const;  // all 0 if there is no such file
  void split(size_t bytes);
  void take_line(char* line, size_t number);
  void complain_of_line(size_t number, const char* what) const;

  char path_[4096] = "";
  Version read_{};
  Version seen_{};
  char text_[16 << 10] = "";
  Setting settings_[kMaxSettings] = {};
  size_t count_ = 0;
};

// Of this process.
extern constinit ConfigFile config_file;

}  // namespace flowlog::runtime
