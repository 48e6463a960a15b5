// follow.h: doing something again each time that files have changed.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace flowlog::cli {

// By which a change of a file is seen.
struct FileState {
  uint64_t device = 0, inode = 0, bytes = 0;
  int64_t changed_ns = 0;
  auto operator<=>(const FileState&) const = default;
};

// Of a file that is there; else all 0.
FileState state_of(const std::string& file);

// The files that `inputs` stand for, without those that are empty yet. Directories may be empty, or not there
// yet.
std::map<std::string, FileState> states_of(const std::vector<std::string>& inputs);

// Calls `changed` at once, and then whenever the files that `inputs` stand for have changed, which is looked
// for each second. Returns never; a signal ends the process.
[[noreturn]] void follow(const std::vector<std::string>& inputs, const std::function<void()>& changed);

}  // namespace flowlog::cli
