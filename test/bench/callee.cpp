// callee.cpp: the function whose calls are measured, in the variant that its compilation names.
//
//   CALLEE_EMPTY    nothing: what the call itself costs
//   CALLEE_FLOOR    two rdtsc and two stores: the floor
//   CALLEE_STORES   two stores
//   CALLEE_CALLED   two stores as hooks must make them: the floor without time
//   CALLEE_TRACKED  recorded by flowlog
//   CALLEE_LTTNG    recorded by two tracepoints of LTTng
#include "callee.h"

#include <flowlog/annotate.h>
#include <x86intrin.h>

#if defined(CALLEE_LTTNG)
#define LTTNG_UST_TRACEPOINT_CREATE_PROBES
#define LTTNG_UST_TRACEPOINT_DEFINE
#include "lttng_points.h"
#endif

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
#elif defined(CALLEE_CALLED)
  floor_store(1);
#elif defined(CALLEE_LTTNG)
  lttng_ust_tracepoint(flowlog_bench, callee_entry);
#endif
  asm volatile("" ::: "memory");  // the body: nothing, but not nothing to the optimiser
#if defined(CALLEE_FLOOR)
  store(__rdtsc());
#elif defined(CALLEE_STORES)
  store(2);
#elif defined(CALLEE_CALLED)
  floor_store(2);
#elif defined(CALLEE_LTTNG)
  lttng_ust_tracepoint(flowlog_bench, callee_exit);
#endif
}
