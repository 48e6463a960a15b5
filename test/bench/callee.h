// callee.h: see callee.cpp.
#pragma once

#include <cstdint>

inline constexpr uint64_t kCalleeWords = 8192;  // as large as a chunk

void callee();

// Stores one word, for CALLEE_CALLED.
void floor_store(uint64_t word);

// Where the floors store. The driver reads it: stores that nobody reads are not made.
extern uint64_t callee_words[kCalleeWords];
