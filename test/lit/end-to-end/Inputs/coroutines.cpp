// coroutines.cpp: many coroutines at once, handed from thread to thread as chance has it. Writes down what it did itself, as
// lines of "caller callee calls", for compare_coroutines.py.
#include <atomic>
#include <condition_variable>
#include <coroutine>
#include <cstdio>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#define T __attribute__((flowlog))

namespace {

constexpr int kRequests = 1000;
constexpr int kThreads = 2;

std::mutex mutex;
std::condition_variable changed;
std::deque<std::coroutine_handle<>> ready;
int open_requests = kRequests;

std::mutex count_mutex;
std::map<std::pair<const char*, const char*>, int> counts;
void count(const char* caller, const char* callee) {
  std::lock_guard lock(count_mutex);
  ++counts[{caller, callee}];
}

// Whoever awaits it goes on when a thread next has time.
struct yield {
  bool await_ready() noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    std::lock_guard lock(mutex);
    ready.push_back(waiting);
    changed.notify_one();
  }
  void await_resume() noexcept {}
};

struct detached {
  struct promise_type {
    detached get_return_object() { return {}; }
    yield initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

struct task {
  struct promise_type {
    std::coroutine_handle<> waiting;
    task get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    struct transfer {
      bool await_ready() noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> ended) noexcept {
        return ended.promise().waiting;
      }
      void await_resume() noexcept {}
    };
    transfer final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  bool await_ready() { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiting) {
    handle.promise().waiting = waiting;
    return handle;
  }
  void await_resume() { handle.destroy(); }

  std::coroutine_handle<promise_type> handle;
};

T void query(const char* caller) { count(caller, "query"); }

T task fetch(const char* caller, int rounds) {
  count(caller, "fetch");
  for (int i = 0; i < rounds; ++i) {
    query("fetch");
    co_await yield();
  }
}

T detached request(int number) {
  count("(entry)", "request");
  for (int i = 0; i < number % 4; ++i) {
    query("request");
    co_await fetch("request", number % 3);
    co_await yield();
  }
  std::lock_guard lock(mutex);
  --open_requests;
  changed.notify_all();
}

void work() {
  for (;;) {
    std::coroutine_handle<> next;
    {
      std::unique_lock lock(mutex);
      changed.wait(lock, [] { return !ready.empty() || open_requests == 0; });
      if (ready.empty()) return;
      next = ready.front();
      ready.pop_front();
    }
    next.resume();
  }
}

}  // namespace

int main() {
  for (int number = 0; number < kRequests; ++number) request(number);
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  for (const auto& [edge, calls] : counts) std::printf("%s %s %d\n", edge.first, edge.second, calls);
}
