// contexts.cpp: sessions whose work is done on other threads, in each of the ways of docs/sessions.md. Each
// is named for its way and makes two calls of `work` beside one of `way`.
#include <flowlog/context.h>
#include <flowlog/session.h>

#include <tbb/parallel_for.h>
#include <tbb/task_group.h>
#include <asio.hpp>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

// A user's own: what is posted runs on one of two threads, within the context in which it was posted.
class Pool {
 public:
  Pool() {
    for (int i = 0; i < 2; ++i) threads_.emplace_back([this] { run(); });
  }
  ~Pool() {
    push({});  // the end
    for (std::thread& thread : threads_) thread.join();
  }

  template <class F>
  void post(F&& work) {
    push(flowlog::bind(std::forward<F>(work)));
  }

 private:
  void push(std::function<void()> work) {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(work));
    changed_.notify_all();
  }

  void run() {
    for (;;) {
      std::function<void()> work;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return !queue_.empty(); });
        if (!queue_.front()) return;  // for all
        work = std::move(queue_.front());
        queue_.pop_front();
      }
      work();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;
  std::vector<std::thread> threads_;
};

[[flowlog::track]] void work() {}
[[flowlog::track]] int work_on(std::unique_ptr<int> number) {
  work();
  work();
  return *number;
}
[[flowlog::track]] void nested(int depth) {
  work();
  if (depth > 0) std::thread(flowlog::bind(nested), depth - 1).join();
}

template <class F>
[[flowlog::track]] void way(F f) {
  f();
}

template <class F>
void session(const char* name, F f) {
  flowlog::session session(name);
  way(f);
}

int main() {
  Pool pool;
  session("thread", [] {
    std::thread first(flowlog::bind(work)), second(flowlog::bind(work));
    first.join();
    second.join();
  });
  session("jthread", [] {
    std::jthread first(flowlog::bind([](std::stop_token) { work(); })), second(flowlog::bind(work));
  });
  session("async", [] {
    auto first = std::async(std::launch::async, flowlog::bind(work));
    auto second = std::async(std::launch::deferred, flowlog::bind(work));
    first.get();
    second.get();
  });
  session("move-only", [] {
    std::packaged_task<int()> task(
        flowlog::bind([number = std::make_unique<int>(5)]() mutable { return work_on(std::move(number)); }));
    auto result = task.get_future();
    std::thread(std::move(task)).join();
    if (result.get() != 5) std::abort();
  });
  session("pool", [&] {
    std::promise<void> first, second;
    pool.post([&] { work(), first.set_value(); });
    pool.post([&] { work(), second.set_value(); });
    first.get_future().wait();
    second.get_future().wait();
  });
  session("asio", [] {
    asio::thread_pool threads(2);
    asio::post(threads, flowlog::bind(work));
    asio::steady_timer timer(threads, std::chrono::milliseconds(1));
    timer.async_wait(flowlog::bind([](const asio::error_code&) { work(); }));
    threads.join();
  });
  session("tbb", [] {
    tbb::task_group group;
    group.run(flowlog::bind(work));
    group.wait();
    tbb::parallel_for(0, 1, flowlog::bind([](int) { work(); }));
  });
  session("by-hand", [] {
    const flowlog::context context = flowlog::context::current();
    const auto twice = [&] {
      const flowlog::adopted scope(context);
      work();
    };
    std::thread first(twice), second(twice);
    first.join();
    second.join();
  });
  session("nested", [] { nested(1); });  // two calls of work, and of itself
  return 0;
}
