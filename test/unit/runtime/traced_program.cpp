// traced_program.cpp: a program that calls the recorder as generated code does, in the way its first argument
// names.
#include <flowlog/abi.h>
#include <flowlog/control.h>
#include <flowlog/log.h>
#include <flowlog/outcome.h>
#include <flowlog/session.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "hand_made_sites.h"

namespace {

struct Around {
  Around() {
    call(kAround, [] {});
    std::atexit([] { call(kAround, [] {}); });
  }
  ~Around() {
    call(kAround, [] {});
  }
};

int pairs(char** argv) {
  call_pairs(argument(argv, 2, 1));
  return 0;
}

int threads(char** argv) {
  const int count = argument(argv, 2, 2), each = argument(argv, 3, 1000);
  std::vector<std::thread> all;
  for (int i = 0; i < count; ++i) all.emplace_back([each] { call_pairs(each); });
  for (std::thread& one : all) one.join();
  return 0;
}

// All of them at once: none ends before each has recorded.
int crowd(char** argv) {
  const int count = argument(argv, 2, 1000), each = argument(argv, 3, 10);
  pthread_barrier_t all_recorded;
  pthread_barrier_init(&all_recorded, nullptr, static_cast<unsigned>(count));
  std::vector<std::thread> all;
  for (int i = 0; i < count; ++i) {
    all.emplace_back([&] {
      call_pairs(each);
      pthread_barrier_wait(&all_recorded);
      call_pairs(each);
    });
  }
  for (std::thread& one : all) one.join();
  return 0;
}

int exit_early(char**) {
  call_pairs(3);
  std::exit(0);
}

int pthread_exit_main(char**) {
  static pthread_t main_thread;
  main_thread = pthread_self();
  std::thread([] {
    pthread_join(main_thread, nullptr);
    call_pairs(2);
    std::exit(0);
  }).detach();
  call_pairs(3);
  pthread_exit(nullptr);
}

// The last thread to end ends the process, and only the program's own count.
int pthread_exit_last(char**) {
  static pthread_t main_thread;
  main_thread = pthread_self();
  std::thread([] {
    call_pairs(20000);
    pthread_join(main_thread, nullptr);
    call_pairs(20000);
  }).detach();
  call_pairs(1);
  pthread_exit(nullptr);
}

int thread_still_running(char**) {
  std::atomic<bool> recorded{false};
  std::thread([&] {
    call_pairs(5);
    recorded.store(true);
    recorded.notify_one();
    for (;;) pause();
  }).detach();
  recorded.wait(false);
  std::exit(0);
}

int around_main(char**) {
  static Around around;
  call_pairs(1);
  return 0;
}

// A thread-local object whose destructor runs after the recorder has seen the thread end.
int late_in_thread(char**) {
  static pthread_key_t key;
  pthread_key_create(&key, [](void*) { call(kAround, [] {}); });
  std::thread([] {
    call_pairs(1);
    pthread_setspecific(key, &key);
  }).join();
  return 0;
}

int fork_child(char**) {
  call(kOuter, [] {
    const pid_t child = fork();
    if (child == 0) {
      call_pairs(4);
      std::exit(0);
    }
    waitpid(child, nullptr, 0);
  });
  return 0;
}

int fork_while_recording(char** argv) {
  std::atomic<bool> done{false};
  std::thread busy([&] {
    while (!done.load()) call_pairs(100);
  });
  int failed = 0;
  for (int i = 0; i < argument(argv, 2, 50); ++i) {
    const pid_t child = fork();
    if (child == 0) {
      call_pairs(1);
      _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (status != 0) ++failed;
  }
  done.store(true);
  busy.join();
  return failed;
}

int killed(char** argv) {
  call_pairs(argument(argv, 2, 10));
  raise(SIGKILL);
  return 0;
}

int exceptions(char**) {
  const auto thrown = [](auto throws) {
    const uint32_t token = flowlog_enter(kOuter);
    try {
      throws();
    } catch (...) {
      // What the landing pad has in its hands: the header before the thrown object.
      const std::exception_ptr held = std::current_exception();
      void* object;
      std::memcpy(&object, &held, sizeof object);
      flowlog_unwind(kOuter, token, static_cast<char*>(object) - 32);
    }
  };
  thrown([] { throw std::runtime_error("secret"); });
  thrown([] { throw 7; });
  unsigned char foreign[32] = {1, 2, 3};
  flowlog_unwind(kOuter, flowlog_enter(kOuter), foreign);
  return 0;
}

int outcomes(char**) {
  flowlog_exit_detail(kOuter, flowlog_enter(kOuter), FLOWLOG_ERROR, "std::errc", 9);
  flowlog_exit_alternative(kOuter, flowlog_enter(kOuter), FLOWLOG_SUCCESS, 2);
  call(kOuter, [] { flowlog::partial("cache miss"); });
  call(kOuter, [] { flowlog_enter(kInner); });  // as if longjmp left it
  return 0;
}

int attributes(char**) {
  flowlog::attribute("of", "no session");
  flowlog::session session("request");
  session.attribute("route", "/orders");
  flowlog::attribute(std::string(300, 'k'), std::string(1000, 'v'));
  flowlog::attribute("", "");
  return 0;
}

int session(char**) {
  const flowlog::session outer("checkout");
  std::puts(outer.id().to_string().c_str());
  call_pairs(1);
  const flowlog::session inner("payment");
  std::puts(inner.id().to_string().c_str());
  return 0;
}

std::atomic<uint64_t> handled{0};

int signals(char** argv) {
  struct sigaction action = {};
  action.sa_handler = [](int) {
    call(kAround, [] {});
    handled.fetch_add(1);
  };
  action.sa_flags = SA_RESTART;
  sigaction(SIGALRM, &action, nullptr);
  const itimerval every{{0, 100}, {0, 100}};
  setitimer(ITIMER_REAL, &every, nullptr);
  const auto wanted = static_cast<uint64_t>(argument(argv, 2, 200));
  uint64_t rounds = 0;
  for (; handled.load() < wanted; ++rounds) call_pairs(1);
  const itimerval never{};
  setitimer(ITIMER_REAL, &never, nullptr);
  std::printf("%llu %llu\n", static_cast<unsigned long long>(rounds),
              static_cast<unsigned long long>(handled.load()));
  return 0;
}

int errno_kept(char**) {
  errno = 77;
  call_pairs(20000);
  return errno == 77 ? 0 : 1;
}

// What begins while recording is off is not recorded; what began before is, to its end.
int toggle(char**) {
  call(kOuter, [] {
    call(kInner, [] {});
    flowlog::enable(false);
    call(kInner, [] {});
    flowlog::log::info("off");
    flowlog::partial("off");
    const flowlog::session session("off");
    std::puts(session.id().is_nil() ? "nil" : "recorded");
  });
  call(kOuter, [] {
    flowlog::enable(true);
    call(kAround, [] {});
    flowlog::log::info("on");
  });
  return 0;
}

int toggle_under_load(char** argv) {
  constexpr int kThreads = 3;
  std::atomic<bool> done{false};
  std::atomic<int> recording{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      call_pairs(1);
      ++recording;
      while (!done.load()) call_pairs(1);
    });
  }
  while (recording.load() < kThreads) std::this_thread::yield();
  for (long i = 0; i < argument(argv, 2, 2000); ++i) flowlog::enable(i % 2 == 0);
  done.store(true);
  for (std::thread& thread : threads) thread.join();
  return 0;
}

void write_config(const char* path, const char* text) {
  FILE* const file = std::fopen(path, "w");
  std::fputs(text, file);
  std::fclose(file);
}

void wait_for_gate(bool open) {
  while ((__atomic_load_n(&gate, __ATOMIC_RELAXED) != 0) != open) sched_yield();
}

// Started with recording off, and its configuration file as argument. Parent and child record a pair each.
int follow_config(char** argv) {
  call_pairs(1);
  const pid_t child = fork();
  if (child == 0) {
    wait_for_gate(true);
    call_pairs(1);
    return 0;
  }
  write_config(argv[2], "# on\nTRACK_FLOW_ENABLED = true\n");
  wait_for_gate(true);
  call_pairs(1);
  waitpid(child, nullptr, 0);
  write_config(argv[2], "TRACK_FLOW_ENABLED=off");
  wait_for_gate(false);
  call_pairs(1);
  return 0;
}

// Started with recording off. Its stderr is a file, in which the line about the bad value must appear.
int follow_bad_config(char** argv) {
  write_config(argv[2], "TRACK_FLOW_ENABLED=perhaps");
  struct stat errors = {};
  while (errors.st_size == 0) {
    sched_yield();
    fstat(STDERR_FILENO, &errors);
  }
  call_pairs(1);
  return 0;
}

const std::map<std::string, int (*)(char**)> kWays = {
    {"pairs", pairs},
    {"threads", threads},
    {"crowd", crowd},
    {"exit", exit_early},
    {"pthread-exit", pthread_exit_main},
    {"pthread-exit-last", pthread_exit_last},
    {"still-running", thread_still_running},
    {"around-main", around_main},
    {"late-in-thread", late_in_thread},
    {"fork", fork_child},
    {"fork-while-recording", fork_while_recording},
    {"killed", killed},
    {"exceptions", exceptions},
    {"outcomes", outcomes},
    {"attributes", attributes},
    {"session", session},
    {"signals", signals},
    {"errno", errno_kept},
    {"toggle", toggle},
    {"toggle-under-load", toggle_under_load},
    {"follow-config", follow_config},
    {"follow-bad-config", follow_bad_config},
};

}  // namespace

int main(int, char** argv) {
  const auto way = kWays.find(argv[1] != nullptr ? argv[1] : "pairs");
  return way != kWays.end() ? way->second(argv) : 2;
}
