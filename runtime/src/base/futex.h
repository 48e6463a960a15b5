// futex.h: waiting for a number to change. No lock, no allocation; waking is safe in signal handlers.
#pragma once

#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>

namespace flowlog::runtime {

using FutexWord = std::atomic<uint32_t>;

inline constexpr uint64_t kForever_ns = UINT64_MAX;

// Returns when `word` is no longer `seen`, when woken, or after the time has passed; whichever it was. Where
// a sandbox refuses the call, after a while.
inline void futex_wait(FutexWord& word, uint32_t seen, uint64_t timeout_ns) {
  constexpr uint64_t kSecond_ns = 1000000000;
  const timespec timeout{static_cast<time_t>(timeout_ns / kSecond_ns),
                         static_cast<long>(timeout_ns % kSecond_ns)};
  const timespec* until = timeout_ns == kForever_ns ? nullptr : &timeout;
  if (::syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, seen, until, nullptr, 0) == 0) return;
  if (errno == EAGAIN || errno == EINTR || errno == ETIMEDOUT) return;
  const timespec a_while{0, 1000000};
  ::syscall(SYS_nanosleep, &a_while, nullptr);
}

inline void futex_wake_all(FutexWord& word) {
  ::syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, INT32_MAX, nullptr, nullptr, 0);
}

}  // namespace flowlog::runtime
