// progress.h: how far a command has come, as a line on a terminal.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace flowlog {

// "merging  [#####-----]  53 %", at most `columns` wide. No control characters.
std::string progress_line(std::string_view what, uint64_t done, uint64_t total, unsigned columns);

// Shows the line on stderr, if that is a terminal, once the work has taken a second; takes it away when
// destroyed.
class Progress {
 public:
  Progress(std::string what, uint64_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Any thread.
  void add(uint64_t done) { done_ += done; }

 private:
  void show();

  const std::string what_;
  const uint64_t total_;
  std::atomic<uint64_t> done_{0};
  std::mutex mutex_;
  std::condition_variable ends_;
  bool ended_ = false;
  std::thread shows_;  // if there is a terminal
};

}  // namespace flowlog
