// progress.cpp: see progress.h.
#include "progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace flowlog {
namespace {

constexpr unsigned kWidestBar = 40;

bool is_terminal() {
  const char* const kind = std::getenv("TERM");
  return ::isatty(STDERR_FILENO) != 0 && (kind == nullptr || std::string_view(kind) != "dumb");
}

unsigned columns_of_terminal() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0 ? size.ws_col : 80;
}

}  // namespace

std::string progress_line(std::string_view what, uint64_t done, uint64_t total, unsigned columns) {
  done = std::min(done, total);
  const double part = total == 0 ? 0 : double(done) / double(total);
  char percent[16];
  std::snprintf(percent, sizeof percent, "%3u %%", unsigned(part * 100));
  const std::string around = std::string(what) + "  []  " + percent;
  if (around.size() >= columns) return std::string(percent).substr(0, columns);
  const unsigned bar = std::min(kWidestBar, columns - unsigned(around.size()) - 1);
  const auto full = unsigned(part * bar);
  return std::string(what) + "  [" + std::string(full, '#') + std::string(bar - full, '-') + "]  " + percent;
}

Progress::Progress(std::string what, uint64_t total) : what_(std::move(what)), total_(total) {
  if (is_terminal()) shows_ = std::thread([this] { show(); });
}

Progress::~Progress() {
  if (!shows_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  ends_.notify_one();
  shows_.join();
}

void Progress::show() {
  using namespace std::chrono_literals;
  std::unique_lock lock(mutex_);
  if (ends_.wait_for(lock, 1s, [this] { return ended_; })) return;
  do {
    std::fprintf(stderr, "\r%s\x1b[K", progress_line(what_, done_, total_, columns_of_terminal()).c_str());
  } while (!ends_.wait_for(lock, 200ms, [this] { return ended_; }));
  std::fputs("\r\x1b[K", stderr);
}

}  // namespace flowlog
