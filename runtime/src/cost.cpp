// cost.cpp: see cost.h.
#include "cost.h"

#include <flowlog/abi.h>

#include "hot/thread_state.h"

namespace flowlog::runtime {
namespace {

constexpr uint32_t kBatches = 8;  // the least disturbed counts
constexpr uint32_t kPairs = 128;  // in each

struct alignas(format::kSmallChunkBytes) Scratch {  // where a chunk would be
  format::ChunkHeader header;
  uint64_t words[(format::kSmallChunkBytes - sizeof(format::ChunkHeader)) / sizeof(uint64_t)];
};
static_assert(sizeof(Scratch::words) / sizeof(uint64_t) >= 2 * kPairs);

Scratch scratch;
const flowlog_site site{1, 0};
volatile unsigned char gate = 1;

// As the plugin makes it.
__attribute__((noinline)) void recorded_call() {
  uint32_t token = 0;
  if (gate != 0) token = flowlog_enter(&site);
  asm volatile("" ::: "memory");
  if (token != 0) flowlog_exit(&site, token, FLOWLOG_SUCCESS);
}

__attribute__((noinline)) void plain_call() { asm volatile("" ::: "memory"); }

uint64_t ticks_of_batch(void (*call)()) {
  const uint64_t start = ticks_now(hot.clock);
  for (uint32_t i = 0; i < kPairs; ++i) call();
  return ticks_now(hot.clock) - start;
}

uint64_t ticks_inside() {
  uint64_t ticks = 0;
  for (uint32_t i = 0; i < kPairs; ++i)
    ticks += (scratch.words[2 * i + 1] - scratch.words[2 * i]) & format::kTimeMask;
  return ticks;
}

}  // namespace

format::CostTotals measure_cost() {
  const ThreadState before = this_thread;
  uint64_t least = UINT64_MAX, plain = UINT64_MAX, inside = 0;
  for (uint32_t i = 0; i < kBatches; ++i) {
    this_thread = {};
    this_thread.offset_mask = sizeof scratch - 1;
    this_thread.base_ticks = ticks_now(hot.clock);
    this_thread.cursor = reinterpret_cast<uintptr_t>(scratch.words);
    const uint64_t ticks = ticks_of_batch(recorded_call);
    if (ticks < least) {
      least = ticks;
      inside = ticks_inside();
    }
    const uint64_t without = ticks_of_batch(plain_call);
    if (without < plain) plain = without;
  }
  this_thread = before;
  const uint64_t all = least > plain ? least - plain : 0;
  return {kPairs, all, inside < all ? inside : all};
}

}  // namespace flowlog::runtime
