// writer_thread.cpp: see writer_thread.h.
#include "writer_thread.h"

#include <limits.h>
#include <linux/close_range.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace flowlog::runtime {

void* WriterThread::run(void* self) {
  // A descriptor that stays open here would keep alive what the program closed: a pipe's other end would wait
  // for ever.
  ::syscall(SYS_close_range, 0u, UINT_MAX, CLOSE_RANGE_UNSHARE);
  auto* const writer = static_cast<WriterThread*>(self);
  if (!writer->body_()) return nullptr;
  writer->state_.store(State::kNone, std::memory_order_release);  // pairs with the acquire in stop()
  writer->wakeups_.fetch_add(1);
  futex_wake_all(writer->wakeups_);
  return nullptr;
}

bool WriterThread::start(bool (*body)()) {
  if (state_.load(std::memory_order_acquire) != State::kNone) return true;
  State none = State::kNone;
  if (!state_.compare_exchange_strong(none, State::kStarting)) return true;
  // The caller has all signals blocked (SignalsBlocked), and a new thread inherits that.
  body_ = body;
  pthread_t thread;
  if (pthread_create(&thread, nullptr, run, this) != 0) {
    state_.store(State::kNone);
    return false;
  }
  pthread_setname_np(thread, "flowlog-writer");
  pthread_detach(thread);
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
  constexpr uint64_t kTurn_ns = 100'000;
  while (state_.load(std::memory_order_acquire) == State::kStarting)
    futex_wait(wakeups_, wakeups(), kTurn_ns);
  State running = State::kRunning;
  if (!state_.compare_exchange_strong(running, State::kStopping)) return;
  stopping_.store(true, std::memory_order_release);
  wake();
  for (;;) {
    const uint32_t seen = wakeups();
    if (state_.load(std::memory_order_acquire) == State::kNone) return;
    futex_wait(wakeups_, seen, kForever_ns);
  }
}

bool WriterThread::leave() {
  State running = State::kRunning;
  return state_.compare_exchange_strong(running, State::kNone);
}

void WriterThread::abandon() {
  state_.store(State::kNone);
  stopping_.store(false);
  asleep_.store(false);
}

}  // namespace flowlog::runtime
