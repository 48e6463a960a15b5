// callee.cpp: the function whose calls are measured, in the variant that its compilation names.
//
//   CALLEE_EMPTY    nothing: what the call itself costs        CALLEE_STORES   two stores: the floor without
//   time CALLEE_TRACKED  recorded by flowlog                        CALLEE_FLOOR    two rdtsc and two stores:
//   the floor
#include "callee.h"

#include <flowlog/annotate.h>
#include <x86intrin.h>

#if defined(CALLEE_TRACKED)
#define MARK FLOWLOG_TRACK
#else
#define MARK
#endif

uint64_t callee_words[kCalleeWords];

namespace {

[[maybe_unused]] uint64_t cursor = 0;

[[maybe_unused]] inline void store(uint64_t word) {
  __atomic_store_n(&callee_words[cursor++ % kCalleeWords], word, __ATOMIC_RELAXED);
}

}  // namespace

MARK __attribute__((noinline)) void callee() {
#if defined(CALLEE_FLOOR)
  store(__rdtsc());
#elif defined(CALLEE_STORES)
  store(1);
#endif
  asm volatile("" ::: "memory");  // the body: nothing, but not nothing to the optimiser
#if defined(CALLEE_FLOOR)
  store(__rdtsc());
#elif defined(CALLEE_STORES)
  store(2);
#endif
}
