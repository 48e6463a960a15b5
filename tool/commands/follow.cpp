// follow.cpp: see follow.h. Files are looked at each second: that works on every file system, where
// notifications do not (network mounts, overlays), and costs a stat() for each file.
#include "commands/follow.h"

#include <sys/stat.h>

#include <chrono>
#include <optional>
#include <thread>

#include "commands/traces.h"
#include "error.h"

namespace flowlog::cli {

FileState state_of(const std::string& file) {
  struct stat status;
  if (::stat(file.c_str(), &status) != 0) return {};
  return {status.st_dev, status.st_ino, uint64_t(status.st_size),
          int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec};
}

std::map<std::string, FileState> states_of(const std::vector<std::string>& inputs) {
  std::map<std::string, FileState> states;
  for (const std::string& input : inputs) {
    std::vector<std::string> files;
    try {
      files = files_of(input);
    } catch (const Error&) {
      continue;
    }
    for (const std::string& file : files) {
      const FileState state = state_of(file);
      if (state.bytes != 0) states.emplace(file, state);
    }
  }
  return states;
}

void follow(const std::vector<std::string>& inputs, const std::function<void()>& changed) {
  std::optional<std::map<std::string, FileState>> before;
  for (;; std::this_thread::sleep_for(std::chrono::seconds(1))) {
    auto now = states_of(inputs);
    if (before == now) continue;
    before = std::move(now);  // what grows from here on is seen the next time
    changed();
  }
}

}  // namespace flowlog::cli
