// hostile_program.cpp: a program around which something works against the recorder, in the way its first
// argument names: a sandbox, a thread that is cancelled, somebody who cuts its files off.
#include <fcntl.h>
#include <flowlog/abi.h>
#include <linux/audit.h>
#include <linux/close_range.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "hand_made_sites.h"

namespace {

// ---- Files that are cut off

std::filesystem::path own_file(const char* folder, const std::string& begin, const std::string& end) {
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.rfind(begin, 0) == 0 && name.size() >= end.size() &&
        name.compare(name.size() - end.size(), end.size(), end) == 0)
      return entry.path();
  }
  std::abort();
}

std::filesystem::path own_pool() {
  return own_file("/dev/shm", "flowlog-" + std::to_string(getpid()) + "-", "");
}

int cut_pool(char** argv) {
  call_pairs(20000);
  if (truncate(own_pool().c_str(), argument(argv, 2, 0)) != 0) return 1;
  call_pairs(20000);
  return 0;
}

int cut_archive(char**) {
  call_pairs(20000);
  if (truncate(own_file("out", "", ".flog").c_str(), 0) != 0) return 1;
  call_pairs(400000);
  return 0;
}

// The handler that was there before ours still hears of what is not ours.
int own_bus_error(char**) {
  struct sigaction action = {};
  action.sa_flags = SA_SIGINFO;
  action.sa_sigaction = [](int, siginfo_t* info, void*) { _exit(info->si_code == BUS_ADRERR ? 7 : 8); };
  sigaction(SIGBUS, &action, nullptr);
  call_pairs(10);
  const int file = open("own", O_RDWR | O_CREAT, 0600);
  auto* const bytes = static_cast<volatile char*>(mmap(nullptr, 4096, PROT_READ, MAP_SHARED, file, 0));
  return *bytes;
}

int die_of_bus_error(char**) {
  call_pairs(10);
  const int file = open("own", O_RDWR | O_CREAT, 0600);
  auto* const bytes = static_cast<volatile char*>(mmap(nullptr, 4096, PROT_READ, MAP_SHARED, file, 0));
  return *bytes;
}

int sent_bus_error(char**) {
  call_pairs(10);
  return raise(SIGBUS);
}

// ---- Standard error

// All descriptors are closed and become the program's own files, number 2 too; then the recorder has
// something to say.
int stderr_is_another(char**) {
  call_pairs(20000);
  const std::string archive = own_file("out", "", ".flog").string();
  close_range(0, UINT_MAX, 0);
  for (int i = 0; i < 30; ++i) open(("own-" + std::to_string(i)).c_str(), O_RDWR | O_CREAT, 0600);
  if (truncate(archive.c_str(), 0) != 0) return 1;
  call_pairs(20000);
  return 0;
}

// Runs itself with a pipe for stderr that nobody reads, or can't any more.
int with_unread_stderr(char** argv) {
  int ends[2];
  if (pipe(ends) != 0) return 1;
  signal(SIGPIPE, SIG_DFL);
  if (std::string(argv[2]) == "closed") {
    close(ends[0]);
  } else {
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    const std::string text(4096, '\n');
    while (write(ends[1], text.data(), text.size()) > 0) {
    }
    fcntl(ends[1], F_SETFL, 0);
  }
  dup2(ends[1], STDERR_FILENO);
  setenv("FLOWLOG_CHUNK_KIB", "bad", 1);
  execl("/proc/self/exe", argv[0], "pairs", nullptr);
  return 1;
}

int pairs(char**) {
  call_pairs(10);
  return 0;
}

// ---- Threads that end in the middle

// Each is to be cancelled before it comes to the recorder, whose system calls are places where that happens.
int cancelled(char**) {
  for (int i = 0; i < 100; ++i) {
    std::thread([] {
      pthread_cancel(pthread_self());
      call_pairs(1);
      pthread_testcancel();
      std::abort();
    }).join();
  }
  call_pairs(1);
  return 0;
}

// Of handlers that fill chunks and never return, one in so many strikes between a record's reservation and
// its store.
void record_until_struck(int) {
  call_pairs(3000);
  pthread_exit(nullptr);
}

int die_in_handlers(char** argv) {
  struct sigaction action = {};
  action.sa_handler = record_until_struck;
  sigaction(SIGUSR1, &action, nullptr);
  call_pairs(10000);  // more than a chunk: the recorder's thread, which no handler can start, is at work then
  for (int i = 0; i < argument(argv, 2, 100); ++i) {
    std::thread struck([] {
      for (;;) call_pairs(1);
    });
    usleep(static_cast<useconds_t>(50 + i % 50));
    pthread_kill(struck.native_handle(), SIGUSR1);
    struck.join();
  }
  return 0;
}

// Main returns while they record.
int end_under_load(char**) {
  constexpr int kThreads = 4;
  static std::atomic<int> recording{0};
  for (int i = 0; i < kThreads; ++i) {
    std::thread([] {
      call_pairs(300);
      ++recording;
      for (;;) call_pairs(1);
    }).detach();
  }
  while (recording.load() < kThreads) std::this_thread::yield();
  return 0;
}

// ---- Sandboxes

constexpr uint32_t kAllow = SECCOMP_RET_ALLOW;

// What `listed` calls of the system do from now on, and what all others do.
void confine(std::initializer_list<long> listed, uint32_t listed_action, uint32_t other_action) {
  std::vector<sock_filter> filter = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<uint32_t>(offsetof(seccomp_data, nr)))};
  for (const long number : listed) {
    filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<uint32_t>(number), 0, 1));
    filter.push_back(BPF_STMT(BPF_RET | BPF_K, listed_action));
  }
  filter.push_back(BPF_STMT(BPF_RET | BPF_K, other_action));
  const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
    std::abort();
}

// Refuses what few programs need.
int refused(char**) {
  confine({SYS_madvise, SYS_futex, SYS_memfd_create, SYS_prctl, SYS_uname, SYS_getrandom, SYS_statfs,
           SYS_fstatfs, SYS_close_range, SYS_readlink, SYS_poll},
          SECCOMP_RET_ERRNO | EPERM, kAllow);
  call_pairs(20000);
  return 0;
}

// The pool is full and the file takes nothing. Then a call of the system kills: those that read the clock are
// calls only where the machine has no better way.
int drop_without_calls(char** argv) {
  call_pairs(1);
  const rlimit small{1, 1};
  setrlimit(RLIMIT_FSIZE, &small);
  call_pairs(400000);
  confine({SYS_exit_group, SYS_clock_gettime}, kAllow, SECCOMP_RET_KILL_PROCESS);
  call_pairs(argument(argv, 2, 1000000));
  _exit(0);
}

// ---- Daemons

// Waits for the daemon's end, with which the pipe's last writer goes.
int become_daemon(char**) {
  int ends[2];
  if (pipe(ends) != 0) return 1;
  if (fork() == 0) {
    if (daemon(0, 0) != 0) return 1;
    call_pairs(10);
    return 0;
  }
  close(ends[1]);
  char none;
  return static_cast<int>(read(ends[0], &none, 1));
}

const std::map<std::string, int (*)(char**)> kWays = {
    {"cut-pool", cut_pool},
    {"cut-archive", cut_archive},
    {"own-bus-error", own_bus_error},
    {"die-of-bus-error", die_of_bus_error},
    {"sent-bus-error", sent_bus_error},
    {"stderr-is-another", stderr_is_another},
    {"unread-stderr", with_unread_stderr},
    {"pairs", pairs},
    {"cancelled", cancelled},
    {"die-in-handlers", die_in_handlers},
    {"end-under-load", end_under_load},
    {"refused", refused},
    {"drop-without-calls", drop_without_calls},
    {"daemon", become_daemon},
};

}  // namespace

int main(int, char** argv) {
  const auto way = kWays.find(argv[1] != nullptr ? argv[1] : "");
  return way != kWays.end() ? way->second(argv) : 2;
}
