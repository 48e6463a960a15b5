// floor_store.cpp: a store as a hook must make it: in a function that is called, at a cursor of the thread's
// that is read and written. See callee.h.
#include "callee.h"

namespace {
thread_local uint64_t cursor = 0;
}

void floor_store(uint64_t word) {
  __atomic_store_n(&callee_words[cursor++ % kCalleeWords], word, __ATOMIC_RELAXED);
}
