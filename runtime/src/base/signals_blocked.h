// signals_blocked.h: while one exists, no signal handler runs on this thread and nobody cancels it, and errno
// is as it was afterwards.
//
// The recorder's cold paths run inside other people's code, between any two of its instructions. They change
// the thread's state in several steps, which a handler that traces must not see half done; and they make
// system calls, whose errors are none of the program's business, and at which a thread that is to be
// cancelled would end in the middle of them.
#pragma once

#include <errno.h>
#include <pthread.h>
#include <signal.h>

#include "../cut_guard.h"

namespace flowlog::runtime {

class SignalsBlocked {
 public:
  SignalsBlocked() : errno_before_(errno) {
    sigset_t all;
    sigfillset(&all);
    sigdelset(&all, SIGBUS);  // of the pool, should it be cut off: cut_guard.h
    pthread_sigmask(SIG_SETMASK, &all, &before_);
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel_before_);
  }
  ~SignalsBlocked() {
    drop_file_size_signal();
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    errno = errno_before_;
    pthread_setcancelstate(cancel_before_, nullptr);
  }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

  // A handler runs with its own signal blocked. So this thread is inside none if no signal was blocked before
  // that has a handler; many programs block those that one thread of theirs waits for.
  bool maybe_in_handler() const {
    if (sigisemptyset(&before_)) return false;
    for (int signal = 1; signal < NSIG; ++signal) {
      struct sigaction action;
      if (!sigismember(&before_, signal) || ::sigaction(signal, nullptr, &action) != 0) continue;
      if (signal == SIGBUS && owns_bus_errors()) continue;
      if ((action.sa_flags & SA_SIGINFO) != 0 ||
          (action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN))
        return true;
    }
    return false;
  }

 private:
  // A file of ours that outgrew the process's limit is our loss; the program is not to die of it.
  void drop_file_size_signal() const {
    sigset_t set;
    if (sigismember(&before_, SIGXFSZ) || sigpending(&set) != 0 || !sigismember(&set, SIGXFSZ)) return;
    sigemptyset(&set);
    sigaddset(&set, SIGXFSZ);
    const timespec now{};
    sigtimedwait(&set, nullptr, &now);
  }

  sigset_t before_;
  int errno_before_;
  int cancel_before_ = PTHREAD_CANCEL_ENABLE;
};

}  // namespace flowlog::runtime
