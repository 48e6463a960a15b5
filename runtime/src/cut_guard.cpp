// cut_guard.cpp: see cut_guard.h.
#include "cut_guard.h"

#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>

namespace flowlog::runtime {
namespace {

constinit MappedRange guarded[2];
constinit std::atomic<bool> cut{false};
constinit bool is_installed = false;
constinit struct sigaction programs_own {};

bool contains(const MappedRange& range, const void* address) {
  return reinterpret_cast<uintptr_t>(address) - reinterpret_cast<uintptr_t>(range.begin) < range.bytes;
}

bool is_plain(const struct sigaction& action) {
  return (action.sa_flags & SA_SIGINFO) == 0 &&
         (action.sa_handler == SIG_DFL || action.sa_handler == SIG_IGN);
}

// Both, since a cut that one of them shows may have taken of the other.
bool replace_guarded() {
  cut.store(true);
  for (const MappedRange& range : guarded) {
    if (range.begin != nullptr && ::mmap(range.begin, range.bytes, PROT_READ | PROT_WRITE,
                                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
      return false;
  }
  return true;
}

// As if there were no handler of ours: an instruction that faults does so again, a signal that was sent comes
// again.
void leave_to_system(int signal, const siginfo_t* info) {
  if (programs_own.sa_handler == SIG_IGN && info->si_code <= 0) return;
  struct sigaction by_default {};
  ::sigaction(signal, &by_default, nullptr);
  if (info->si_code <= 0) ::syscall(SYS_tgkill, ::getpid(), ::gettid(), signal);
}

void on_bus_error(int signal, siginfo_t* info, void* context) {
  const int errno_before = errno;
  const bool is_ours = info->si_code == BUS_ADRERR &&
                       (contains(guarded[0], info->si_addr) || contains(guarded[1], info->si_addr));
  if (is_ours && replace_guarded()) {
  } else if (is_plain(programs_own)) {
    leave_to_system(signal, info);
  } else if ((programs_own.sa_flags & SA_SIGINFO) != 0) {
    programs_own.sa_sigaction(signal, info, context);
  } else {
    programs_own.sa_handler(signal);
  }
  errno = errno_before;
}

}  // namespace

void guard_against_cut(MappedRange header, MappedRange chunks) {
  guarded[0] = header;
  guarded[1] = chunks;
  cut.store(false);
  if (is_installed || ::sigaction(SIGBUS, nullptr, &programs_own) != 0) return;
  struct sigaction ours {};
  ours.sa_sigaction = on_bus_error;
  ours.sa_mask = programs_own.sa_mask;
  ours.sa_flags = (is_plain(programs_own) ? SA_ONSTACK : programs_own.sa_flags & ~SA_RESETHAND) | SA_SIGINFO;
  is_installed = ::sigaction(SIGBUS, &ours, nullptr) == 0;
}

void stop_guarding() { guarded[0] = guarded[1] = {}; }

bool was_cut() { return cut.load(std::memory_order_relaxed); }

bool owns_bus_errors() {
  struct sigaction now;
  return is_installed && is_plain(programs_own) && ::sigaction(SIGBUS, nullptr, &now) == 0 &&
         (now.sa_flags & SA_SIGINFO) != 0 && now.sa_sigaction == on_bus_error;
}

}  // namespace flowlog::runtime
