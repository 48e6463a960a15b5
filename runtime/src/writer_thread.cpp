// writer_thread.cpp: see writer_thread.h.
#include "writer_thread.h"

#include <limits.h>
#include <linux/close_range.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace flowlog::runtime {
namespace {

void* run(void* body) {
  // A descriptor that stays open here would keep alive what the program closed: a pipe's other end would wait
  // for ever.
  ::syscall(SYS_close_range, 0u, UINT_MAX, CLOSE_RANGE_UNSHARE);
  reinterpret_cast<void (*)()>(body)();
  return nullptr;
}

}  // namespace

bool WriterThread::start(void (*body)()) {
  if (state_.load(std::memory_order_acquire) != State::kNone) return true;
  State none = State::kNone;
  if (!state_.compare_exchange_strong(none, State::kStarting)) return true;
  // The caller has all signals blocked (SignalsBlocked), and a new thread inherits that.
  if (pthread_create(&thread_, nullptr, run, reinterpret_cast<void*>(body)) != 0) {
    state_.store(State::kNone);
    return false;
  }
  pthread_setname_np(thread_, "flowlog-writer");
  state_.store(State::kRunning, std::memory_order_release);
  return true;
}

void WriterThread::wake() {
  // seq_cst on both: either this sees `asleep_`, or sleep() sees the new number of wakeups.
  wakeups_.fetch_add(1, std::memory_order_seq_cst);
  if (asleep_.load(std::memory_order_seq_cst)) futex_wake_all(wakeups_);
}

void WriterThread::sleep(uint32_t seen, uint64_t timeout_ns) {
  asleep_.store(true, std::memory_order_seq_cst);
  futex_wait(wakeups_, seen, timeout_ns);
  asleep_.store(false, std::memory_order_seq_cst);
}

void WriterThread::stop() {
  while (state_.load(std::memory_order_acquire) == State::kStarting) futex_wait(wakeups_, wakeups(), 100'000);
  State running = State::kRunning;
  if (!state_.compare_exchange_strong(running, State::kStopping)) return;
  stopping_.store(true, std::memory_order_release);
  wake();
  pthread_join(thread_, nullptr);
  state_.store(State::kNone, std::memory_order_release);
}

bool WriterThread::leave() {
  State running = State::kRunning;
  if (!state_.compare_exchange_strong(running, State::kNone)) return false;
  pthread_detach(pthread_self());
  return true;
}

void WriterThread::abandon() {
  state_.store(State::kNone);
  stopping_.store(false);
  asleep_.store(false);
}

}  // namespace flowlog::runtime
