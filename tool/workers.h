// workers.h: threads that run tasks, and a caller that helps them while it waits. Tasks are begun in the
// order in which they were posted.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace flowlog {

// One thread owns it, posts and helps; that is the caller below.
class Workers {
 public:
  // `worker` says which of the threads runs the task, from 0, which is the caller.
  using Task = std::function<void(unsigned worker)>;

  // `threads` in all, or as many as the system gives. With one nothing runs beside the caller, and tasks run when it helps.
  explicit Workers(unsigned threads = 1);
  ~Workers();  // tasks that were not begun are dropped
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  unsigned threads() const { return unsigned(threads_.size()) + 1; }

  void post(Task task);

  // Runs tasks until `done`, which is asked after each task of any thread. What a task throws is thrown here.
  void help_until(const std::function<bool()>& done);

  // Likewise, but throws nothing; for who must wait for his tasks before he is destroyed.
  void finish(const std::function<bool()>& done) noexcept;

  // Says that a task is done, however it ends.
  class Done {
   public:
    explicit Done(std::atomic<bool>& busy) : busy_(busy) {}
    ~Done() { busy_ = false; }
    Done(const Done&) = delete;
    Done& operator=(const Done&) = delete;

   private:
    std::atomic<bool>& busy_;
  };

 private:
  void work(unsigned worker);
  void help(std::unique_lock<std::mutex>& lock);
  void run_next(std::unique_lock<std::mutex>& lock, unsigned worker);

  std::mutex mutex_;
  std::condition_variable posted_, finished_;
  std::deque<Task> tasks_;
  std::exception_ptr thrown_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace flowlog
