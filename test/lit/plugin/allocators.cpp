// Allocators that are tracked themselves, and replace those that the recorder's own calls of the C library come to: nothing
// recurses, nothing hangs, and each call counts, from the first one of all on.
//
// RUN: %flowlog_cxx -O0 -pthread %s -o %t.O0 && %flowlog_cxx -O2 -pthread %s -o %t.O2
// RUN: for level in O0 O2; do for kib in 4 64; do rm -rf %t.d; \
// RUN:   env FLOWLOG_DIR=%t.d FLOWLOG_CHUNK_KIB=$kib FLOWLOG_WHEN_FULL=wait timeout -s KILL 120 %t.$level > %t.out || exit 1; \
// RUN:   %flowlog merge --strict %t.d -o %t.json || exit 1; \
// RUN:   python3 %S/Inputs/same_counts.py %t.out %t.json || exit 1; \
// RUN: done; done

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <new>
#include <thread>

#define T [[flowlog::track]]

namespace {

alignas(16) char memory[256 << 20];
std::atomic<size_t> used{0};
std::atomic<unsigned long> mallocs{0}, callocs{0}, reallocs{0}, frees{0}, news{0}, deletes{0};

struct alignas(16) Block {
  size_t bytes;
};

void* take(size_t bytes) {
  const size_t whole = sizeof(Block) + (bytes + 15) / 16 * 16;
  auto* const block = reinterpret_cast<Block*>(memory + used.fetch_add(whole));
  block->bytes = bytes;
  return block + 1;
}

// The recorder's keys are beyond those for which a thread has room from the start, so each thread's first needs calloc.
void take_keys(int, char**, char**) {
  for (int i = 0; i < 40; ++i) {
    pthread_key_t key;
    pthread_key_create(&key, nullptr);
  }
  free(malloc(1));  // before any constructor of the recorder's or of ours
}
[[gnu::section(".preinit_array"), gnu::used]] void (*const before_all)(int, char**, char**) = take_keys;

}  // namespace

extern "C" {
T void* malloc(size_t bytes) {
  ++mallocs;
  return take(bytes);
}
T void* calloc(size_t count, size_t bytes) {
  ++callocs;
  return take(count * bytes);
}
T void* realloc(void* old, size_t bytes) {
  ++reallocs;
  void* const moved = take(bytes);
  if (old != nullptr) {
    const size_t before = (static_cast<Block*>(old) - 1)->bytes;
    memcpy(moved, old, before < bytes ? before : bytes);
  }
  return moved;
}
T void free(void*) { ++frees; }
}
T void* operator new(size_t bytes) {
  ++news;
  return malloc(bytes);
}
T void operator delete(void* block) noexcept {
  ++deletes;
  free(block);
}
void operator delete(void* block, size_t) noexcept { operator delete(block); }

int main() {
  const unsigned long early_mallocs = mallocs.load(), early_callocs = callocs.load(), early_frees = frees.load();
  for (int round = 0; round < 20; ++round) {
    std::thread threads[4];
    for (std::thread& thread : threads) {
      thread = std::thread([] {
        for (int i = 0; i < 2000; ++i) operator delete(operator new(4));
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  if (const pid_t child = fork(); child == 0) {
    operator delete(operator new(4));
    _exit(0);
  } else {
    int status = 1;
    waitpid(child, &status, 0);
    if (status != 0) return 1;
  }
  // Before main some pass the recorder by; after this the C library takes a few more.
  char text[512];
  const int bytes = snprintf(text, sizeof text, "= operator new %lu\n= operator delete %lu\n>= malloc %lu\n>= calloc %lu\n>= free %lu\n",
                             news.load() + 1, deletes.load() + 1, mallocs.load() - early_mallocs,
                             callocs.load() - early_callocs, frees.load() - early_frees);
  return write(1, text, static_cast<size_t>(bytes)) == bytes ? 0 : 1;
}
