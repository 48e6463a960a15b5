// harsh_program.cpp: a program that is hard on its recorder, in the way its first argument names: it runs
// where little works, or works differently from what a library expects.
#include <dlfcn.h>
#include <fcntl.h>
#include <flowlog/abi.h>
#include <flowlog/loss.h>
#include <linux/close_range.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <thread>

#include "hand_made_sites.h"

namespace {

// ---- Children that are made without fork's handlers

int status_of(pid_t child) {
  int status = 1;
  waitpid(child, &status, 0);
  return status;
}

template <typename Fork>
int with_child(Fork fork_it) {
  call_pairs(2);
  const pid_t child = fork_it();
  if (child == 0) {
    call_pairs(4);
    std::exit(0);
  }
  call_pairs(5);
  return status_of(child);
}

int fork_raw(char**) {
  return with_child([] { return _Fork(); });
}

int clone_raw(char**) {
  return with_child([] { return static_cast<pid_t>(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)); });
}

// Its calls are its parent's, whose memory it borrows.
int borrow_memory(char**) {
  call_pairs(2);
  const pid_t child = vfork();
  if (child == 0) {
    call_pairs(20000);
    _exit(0);
  }
  call_pairs(20000);
  return status_of(child);
}

// ---- Ends

int leave_at_once(char** argv) {
  call_pairs(argument(argv, 2, 10));
  _exit(0);
}

int abort_at_once(char** argv) {
  call_pairs(argument(argv, 2, 10));
  std::abort();
}

int become_another(char** argv) {
  call_pairs(argument(argv, 2, 10));
  execl("/bin/true", "true", nullptr);
  return 1;
}

// Writes the number of each call once it has returned, until it is killed.
int count_aloud(char**) {
  for (uint32_t i = 1;; ++i) {
    call_pairs(1);
    if (write(STDOUT_FILENO, &i, sizeof i) != sizeof i) return 1;
  }
}

// ---- Signals

int first_in_handler(char**) {
  constexpr size_t kStack = 8192, kPage = 4096;
  auto* memory = static_cast<char*>(
      mmap(nullptr, kPage + kStack, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
  mprotect(memory + kPage, kStack, PROT_READ | PROT_WRITE);
  const stack_t stack{memory + kPage, 0, kStack};
  sigaltstack(&stack, nullptr);
  struct sigaction action = {};
  action.sa_handler = [](int) { call_pairs(20000); };
  action.sa_flags = SA_ONSTACK;
  sigaction(SIGUSR1, &action, nullptr);
  raise(SIGUSR1);
  return 0;
}

// ---- Descriptors

// As daemons do, and then has files of its own under all the numbers there were.
int close_all(char** argv) {
  call_pairs(20000);
  close_range(0, UINT_MAX, 0);
  for (int i = 0; i < 30; ++i) open(("own-" + std::to_string(i)).c_str(), O_RDWR | O_CREAT, 0600);
  call_pairs(argument(argv, 2, 20000));
  struct stat file;
  for (int i = 0; i < 30; ++i) {
    if (fstat(i, &file) != 0 || file.st_size != 0) return 1;
  }
  return 0;
}

// ---- Reloading

int reload(char** argv) {
  for (int i = 0; i < argument(argv, 3, 10); ++i) {
    void* library = dlopen(argv[2], RTLD_NOW);
    if (library == nullptr) return 1;
    reinterpret_cast<void (*)()>(dlsym(library, "reloaded_call"))();
    dlclose(library);
  }
  return 0;
}

int threads_in_turn(char** argv) {
  for (int i = 0; i < argument(argv, 2, 100); ++i) std::thread([] { call_pairs(1); }).join();
  return 0;
}

// ---- No memory, no place

int without_memory(char**) {
  const rlimit none{1 << 20, 1 << 20};
  setrlimit(RLIMIT_AS, &none);
  call_pairs(20000);
  return 0;
}

int memory_ends(char**) {
  call_pairs(1);
  const rlimit none{1 << 20, 1 << 20};
  setrlimit(RLIMIT_AS, &none);
  call_pairs(600000);
  return 0;
}

uint64_t bytes_in(const char* folder) {
  const std::string command = std::string("cat ") + folder + "/*.flog | wc -c";
  FILE* const pipe = popen(command.c_str(), "r");
  unsigned long long bytes = 0;
  if (pipe == nullptr || std::fscanf(pipe, "%llu", &bytes) != 1) std::abort();
  pclose(pipe);
  return bytes;
}

// Fills the device of the trace beyond what the pool holds, makes room, and goes on until records reach the
// file again.
int fill_device(char** argv) {
  uint64_t pairs = 0;
  const auto record = [&](int count) {
    call_pairs(count);
    pairs += static_cast<uint64_t>(count);
  };
  record(1000000);
  const uint64_t full_bytes = bytes_in(argv[2]);
  std::remove((std::string(argv[2]) + "/filler").c_str());
  while (bytes_in(argv[2]) < full_bytes + 10000) record(10000);
  std::printf("%llu\n", static_cast<unsigned long long>(pairs));
  return 0;
}

// Once the recorder's thread is at work.
int change_root(char** argv) {
  int pairs = 20000;
  call_pairs(pairs);
  for (; bytes_in(argv[2]) < 10000; pairs += 5000) call_pairs(5000);
  if (mkdir("jail", 0700) != 0 || chroot("jail") != 0) return 1;
  call_pairs(20000);
  std::printf("%d\n", pairs + 20000);
  return 0;
}

// ---- Hearing of loss

struct Told {
  std::atomic<uint64_t> records, total;
};
Told* told = nullptr;

// What it heard stands in the file `told`: the last of it comes after main.
int hear_of_loss(char** argv) {
  const int file = open("told", O_RDWR | O_CREAT, 0600);
  if (ftruncate(file, sizeof(Told)) != 0) return 1;
  told = static_cast<Told*>(mmap(nullptr, sizeof(Told), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0));
  flowlog::on_loss([](const flowlog::loss& loss) {
    told->records += loss.records;
    told->total = loss.total;
    std::fprintf(stderr, "this goes nowhere, and into no file of the recorder's\n");
  });
  call_pairs(argument(argv, 2, 1000000));
  return 0;
}

const std::map<std::string, int (*)(char**)> kWays = {
    {"_Fork", fork_raw},
    {"clone", clone_raw},
    {"vfork", borrow_memory},
    {"_exit", leave_at_once},
    {"abort", abort_at_once},
    {"exec", become_another},
    {"count-aloud", count_aloud},
    {"first-in-handler", first_in_handler},
    {"close-all", close_all},
    {"reload", reload},
    {"threads-in-turn", threads_in_turn},
    {"without-memory", without_memory},
    {"memory-ends", memory_ends},
    {"fill-device", fill_device},
    {"chroot", change_root},
    {"hear-of-loss", hear_of_loss},
};

}  // namespace

int main(int, char** argv) {
  const auto way = kWays.find(argv[1] != nullptr ? argv[1] : "");
  return way != kWays.end() ? way->second(argv) : 2;
}
