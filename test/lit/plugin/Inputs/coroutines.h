// coroutines.h: a generator and a lazy task, as small as they can be.
#pragma once

#include <coroutine>
#include <exception>
#include <utility>

template <class Value, bool kStores = false>
class generator {
 public:
  struct promise_type {
    Value value{};
    std::exception_ptr error;
    generator get_return_object() { return generator(handle::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(Value next) {
      value = next;
      return {};
    }
    void return_void() {}
    void unhandled_exception() {
      if (!kStores) throw;
      error = std::current_exception();
    }
  };
  using handle = std::coroutine_handle<promise_type>;

  generator(generator&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  ~generator() {
    if (handle_) handle_.destroy();
  }
  bool next() {
    handle_.resume();
    if (handle_.promise().error) std::rethrow_exception(handle_.promise().error);
    return !handle_.done();
  }
  Value value() const { return handle_.promise().value; }

 private:
  explicit generator(handle coroutine) : handle_(coroutine) {}
  handle handle_;
};

// Whoever awaits it is continued by symmetric transfer.
class task {
 public:
  struct promise_type {
    int value = 0;
    std::exception_ptr error;
    std::coroutine_handle<> waiting = std::noop_coroutine();
    task get_return_object() { return task(handle::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    struct transfer {
      bool await_ready() noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> ended) noexcept {
        return ended.promise().waiting;
      }
      void await_resume() noexcept {}
    };
    transfer final_suspend() noexcept { return {}; }
    void return_value(int result) { value = result; }
    void unhandled_exception() { error = std::current_exception(); }
  };
  using handle = std::coroutine_handle<promise_type>;

  task(task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  ~task() {
    if (handle_) handle_.destroy();
  }
  bool await_ready() noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiting) noexcept {
    handle_.promise().waiting = waiting;
    return handle_;
  }
  int await_resume() { return result(); }

  void start() { handle_.resume(); }
  int result() {
    if (handle_.promise().error) std::rethrow_exception(handle_.promise().error);
    return handle_.promise().value;
  }

 private:
  explicit task(handle coroutine) : handle_(coroutine) {}
  handle handle_;
};
