// follow-threads.cpp: knows nothing of contexts, and starts threads in each way that there is.
#include <flowlog/session.h>
#include <pthread.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <future>
#include <thread>

[[flowlog::track]] void work() {}
[[flowlog::track]] void around(void (*f)()) { f(); }

void* routine(void* given) {
  work();
  return given;
}
void* leaves_early(void* given) {
  work();
  pthread_exit(given);
}
void* waits(void* given) {
  work();
  for (;;) pause();
  return given;
}

// Attributes, results and failures are those of pthread_create.
void raw() {
  flowlog::session session("raw");
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 1 << 20);
  pthread_t thread;
  int datum = 0;
  void* result = nullptr;
  const auto run = [&](void* (*start)(void*)) {
    if (pthread_create(&thread, &attributes, start, &datum) != 0) std::puts("not created");
    pthread_attr_t real;
    size_t size = 0;
    pthread_getattr_np(thread, &real);
    pthread_attr_getstacksize(&real, &size);
    pthread_attr_destroy(&real);
    if (size != 1 << 20) std::puts("another stack");
  };
  run(routine);
  pthread_join(thread, &result);
  if (result != &datum) std::puts("another result");
  run(leaves_early);
  pthread_join(thread, &result);
  if (result != &datum) std::puts("another exit");
  run(waits);
  pthread_cancel(thread);
  pthread_join(thread, &result);
  if (result != PTHREAD_CANCELED) std::puts("not cancelled");
  cpu_set_t none;
  CPU_ZERO(&none);
  pthread_attr_setaffinity_np(&attributes, sizeof none, &none);
  if (pthread_create(&thread, &attributes, routine, &datum) != EINVAL) std::puts("no failure");
}

int main() {
  {
    flowlog::session session("thread");
    std::thread(around, work).join();
  }
  {
    flowlog::session session("jthread");
    std::jthread thread(work);
  }
  {
    flowlog::session session("async");
    std::async(std::launch::async, work).get();
  }
  raw();
  around([] { std::thread(work).join(); });
  std::thread(work).join();
}
