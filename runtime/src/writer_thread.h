// writer_thread.h: the one thread that flowlog adds to a program. Started when the first chunk is full, or where a
// configuration file is to be followed; other programs never have it.
#pragma once

#include <pthread.h>

#include <atomic>
#include <cstdint>

#include "base/futex.h"

namespace flowlog::runtime {

class WriterThread {
 public:
  constexpr WriterThread() = default;

  // Starts it, unless that was done before, with all signals blocked, and with a descriptor table of its own,
  // so that the program's descriptors and its own do not meet. `body` runs until should_stop(), and returns whether it
  // was stopped; if not, it has left. May call malloc. False if the system gives no thread.
  bool start(bool (*body)());

  // Any thread, signal handlers too, as the next.
  bool is_running() const { return state_.load(std::memory_order_acquire) == State::kRunning; }

  // Any thread, signal handlers too, and at any time. A system call only if the thread sleeps.
  void wake();

  // Asks it to end, and waits until its body has. Not by pthread_join, which ends the process where a sandbox refuses to
  // let it wait. Not on the writer thread.
  void stop();

  // On the writer thread, which then returns from its body, and may be started again. False if it is being
  // stopped.
  bool leave();

  // In the child of a fork, where there is no such thread.
  void abandon();

  // On the writer thread: sleeps until woken, unless that happened since `seen` was read; at most
  // `timeout_ns`.
  uint32_t wakeups() const { return wakeups_.load(std::memory_order_seq_cst); }
  void sleep(uint32_t seen, uint64_t timeout_ns);
  bool should_stop() const { return stopping_.load(std::memory_order_acquire); }

 private:
  enum class State : uint32_t { kNone, kStarting, kRunning, kStopping };

  static void* run(void* self);

  std::atomic<State> state_{State::kNone};
  std::atomic<bool> stopping_{false};
  std::atomic<bool> asleep_{false};
  FutexWord wakeups_{0};
  bool (*body_)() = nullptr;
};

}  // namespace flowlog::runtime
