// log_callee.cpp: as callee.cpp, a callee that logs.
//
//   CALLEE_LOG         a log call with two arguments
//   CALLEE_LOG_FLOOR   one rdtsc and four stores: the floor of it
//   CALLEE_SESSION     the begin and end of a session
//   CALLEE_SESSION_ID  likewise, and its id is asked for
#include <flowlog/log.h>
#include <flowlog/session.h>
#include <x86intrin.h>

#include "callee.h"

uint64_t callee_words[kCalleeWords];

namespace {

int quantity = 0;
[[maybe_unused]] double price = 0.5;
[[maybe_unused]] uint64_t cursor = 0;

[[maybe_unused]] inline void store(uint64_t word) {
  __atomic_store_n(&callee_words[cursor++ % kCalleeWords], word, __ATOMIC_RELAXED);
}

}  // namespace

__attribute__((noinline)) void callee() {
  ++quantity;
#if defined(CALLEE_LOG)
  flowlog::log::info("order accepted", "qty", quantity, "price", price);
#elif defined(CALLEE_LOG_FLOOR)
  store(1);
  store(static_cast<uint64_t>(quantity));
  store(static_cast<uint64_t>(price));
  store(__rdtsc());
#elif defined(CALLEE_SESSION)
  const flowlog::session session("request");
#elif defined(CALLEE_SESSION_ID)
  const flowlog::session session("request");
  const flowlog::uuid id = session.id();
  asm volatile("" ::"r"(&id) : "memory");
#endif
  asm volatile("" ::: "memory");
}
