// audit.cpp: see audit.h.
#include "audit.h"

#include <flowlog/session.h>

#include <utility>

namespace shop::audit {

Journal::~Journal() { close(); }

[[flowlog::track]] void Journal::note(Event event) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(event));
  }
  changed_.notify_one();
}

const std::map<int, int>& Journal::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_one();
  if (worker_.joinable()) worker_.join();
  return filed_;
}

void Journal::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const Event event = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    {
      const flowlog::session session(
          "audit");  // one session for each note, also where no function starts one
      file(event);
    }
    lock.lock();
  }
}

[[flowlog::track]] void Journal::file(const Event& event) { ++filed_[event.status]; }

}  // namespace shop::audit
