// workers.cpp: see workers.h.
#include "workers.h"

#include <system_error>
#include <utility>

namespace flowlog {

Workers::Workers(unsigned threads) {
  try {
    for (unsigned worker = 1; worker < threads; ++worker)
      threads_.emplace_back([this, worker] { work(worker); });
  } catch (const std::system_error&) {  // a limit to processes or memory: those that there are do the work
  }
}

Workers::~Workers() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  posted_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Workers::post(Task task) {
  {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  posted_.notify_one();
}

void Workers::help_until(const std::function<bool()>& done) {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
    if (done()) return;
    help(lock);
  }
}

void Workers::finish(const std::function<bool()>& done) noexcept {
  std::unique_lock lock(mutex_);
  while (!done()) help(lock);
}

void Workers::help(std::unique_lock<std::mutex>& lock) {
  if (tasks_.empty()) {
    finished_.wait(lock);
  } else {
    run_next(lock, 0);
  }
}

void Workers::work(unsigned worker) {
  std::unique_lock lock(mutex_);
  for (;;) {
    posted_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
    if (stopping_) return;
    run_next(lock, worker);
    finished_.notify_one();
  }
}

void Workers::run_next(std::unique_lock<std::mutex>& lock, unsigned worker) {
  const Task task = std::move(tasks_.front());
  tasks_.pop_front();
  lock.unlock();
  std::exception_ptr thrown;
  try {
    task(worker);
  } catch (...) {
    thrown = std::current_exception();
  }
  lock.lock();
  if (thrown && !thrown_) thrown_ = thrown;
}

}  // namespace flowlog
