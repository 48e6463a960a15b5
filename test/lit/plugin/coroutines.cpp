// A coroutine's call is counted once, whatever becomes of it, and what runs in it has it as its caller.
//
// RUN: %flowlog_cxx -std=c++20 -O0 -pthread %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -std=c++2b -O2 -g -pthread %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %clangxx -w -std=c++20 -O2 -pthread %s -o %t.plain && %t.plain > %t.untracked && env FLOWLOG_DIR=%t.d %t > %t.tracked && cmp %t.untracked %t.tracked

#include "Inputs/coroutines.h"

#include <cstdio>
#include <stdexcept>
#include <thread>

#define T __attribute__((flowlog))

T void step(int n) { std::printf("%d\n", n); }

struct Local {
  int n;
  T ~Local() { std::printf("~%d\n", n); }
};

T generator<int> count_to(int n) {
  Local local{n};
  for (int i = 1; i <= n; ++i) {
    step(i);
    co_yield i;
  }
}

template <class Function>
void quietly(Function function) {
  try {
    function();
  } catch (const std::exception& error) {
    std::printf("%s\n", error.what());
  } catch (int number) {
    std::printf("%d\n", number);
  }
}

// CHECK: (entry) -> in_full success
// CHECK-NEXT: in_full -> count_to success
// CHECK-NEXT: count_to -> step success
// CHECK-NEXT: in_full -> between success
// CHECK-NEXT: count_to -> step success
// CHECK-NEXT: in_full -> between success
// CHECK-NEXT: count_to -> Local::~Local success
T void between() {}
T void in_full() {
  auto numbers = count_to(2);
  while (numbers.next()) between();
}

// CHECK-NEXT: (entry) -> destroyed_before_its_end success
// CHECK-NEXT: destroyed_before_its_end -> count_to error abandoned
// CHECK-NEXT: count_to -> step success
// CHECK-NEXT: count_to -> Local::~Local success
T void destroyed_before_its_end() { count_to(9).next(); }

// CHECK-NEXT: (entry) -> never_resumed success
// CHECK-NEXT: never_resumed -> count_to error abandoned
T void never_resumed() { count_to(9); }

// What its maker called it from may be long gone.
// CHECK-NEXT: (entry) -> make success
// CHECK-NEXT: make -> count_to success
// CHECK-NEXT: count_to -> step success
// CHECK-NEXT: count_to -> Local::~Local success
T generator<int> make() { return count_to(1); }

// CHECK-NEXT: (entry) -> rethrows error std::logic_error
// CHECK-NEXT: rethrows -> step success
T generator<int> rethrows() {
  step(0);
  co_yield 0;
  throw std::logic_error("rethrown");
}

// CHECK-NEXT: (entry) -> stores error int
T generator<int, true> stores() {
  co_yield 0;
  throw 7;
}

// CHECK-NEXT: (entry) -> sum success
// CHECK-NEXT: sum -> leaf success
// CHECK-NEXT: leaf -> step success
// CHECK-NEXT: sum -> leaf success
// CHECK-NEXT: leaf -> step success
T task leaf(int n) {
  step(n);
  co_return n;
}
T task sum(int n) {
  const int first = co_await leaf(n);
  co_return first + co_await leaf(n + 1);
}

// CHECK-NEXT: (entry) -> recovers success
// CHECK-NEXT: recovers -> fails error std::runtime_error
// CHECK-NEXT: recovers -> step success
T task fails() {
  throw std::runtime_error("failed");
  co_return 0;
}
T task recovers() {
  try {
    co_return co_await fails();
  } catch (const std::runtime_error&) {
  }
  step(100);
  co_return 1;
}

// CHECK-NEXT: (entry) -> propagates error std::runtime_error
// CHECK-NEXT: propagates -> fails error std::runtime_error
T task propagates() { co_return co_await fails(); }

// On its way through the promise nothing but the constructor is there yet.
struct eager {
  struct promise_type {
    explicit promise_type(int n) {
      if (n == 0) throw 8;
    }
    eager get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { throw; }
  };
};
// CHECK-NEXT: (entry) -> runs_at_once error int
// CHECK-NEXT: (entry) -> runs_at_once error std::runtime_error
// CHECK-NEXT: runs_at_once -> step success
// CHECK-NEXT: (entry) -> runs_at_once success
// CHECK-NEXT: runs_at_once -> step success
T eager runs_at_once(int n) {
  step(n);
  if (n == 1) throw std::runtime_error("at once");
  co_return;
}

struct Refuses {
  bool await_ready() { return false; }
  bool await_suspend(std::coroutine_handle<>) { return false; }
  void await_resume() {}
};
struct Throws {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) { throw 9; }
  void await_resume() {}
};
// CHECK-NEXT: (entry) -> goes_on_at_once success
// CHECK-NEXT: goes_on_at_once -> step success
// CHECK-NEXT: goes_on_at_once -> step success
T task goes_on_at_once() {
  co_await Refuses{};
  step(1);
  try {
    co_await Throws{};
  } catch (int) {
    step(2);
  }
  co_return 0;
}

// CHECK-NEXT: (entry) -> main::lambda#{{[0-9]+}} success
// CHECK-NEXT: main::lambda#{{[0-9]+}} -> step success

// CHECK-NEXT: (entry) -> elsewhere success
// CHECK-NEXT: elsewhere -> step success
// CHECK-NEXT: (entry) -> on_another_thread success
// CHECK-NEXT: elsewhere -> step success
T generator<int> elsewhere() {
  step(1);
  co_yield 1;
  step(2);
}
T void on_another_thread(generator<int>& numbers) { numbers.next(); }

int main() {
  in_full();
  destroyed_before_its_end();
  never_resumed();
  {
    auto numbers = make();
    while (numbers.next()) {
    }
  }
  {
    auto numbers = rethrows();
    numbers.next();
    quietly([&] { numbers.next(); });
  }
  {
    auto numbers = stores();
    numbers.next();
    quietly([&] { numbers.next(); });
  }
  {
    task all = sum(3);
    all.start();
    std::printf("%d\n", all.result());
  }
  {
    task all = recovers();
    all.start();
    std::printf("%d\n", all.result());
  }
  {
    task all = propagates();
    all.start();
    quietly([&] { all.result(); });
  }
  for (int n = 0; n < 3; ++n) quietly([&] { runs_at_once(n); });
  goes_on_at_once().start();
  {
    auto lambda = [](int n) T -> generator<int> {
      step(n);
      co_yield n;
    };
    auto numbers = lambda(5);
    while (numbers.next()) {
    }
  }
  {
    auto numbers = elsewhere();
    numbers.next();
    std::thread([&] { on_another_thread(numbers); }).join();
  }
}
