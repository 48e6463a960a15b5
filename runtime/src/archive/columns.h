// columns.h: a chunk's words -> the columns of a chunk block (docs/format.md, "Chunk columns").
//
// Splitting makes a trace ten times smaller under a fast compressor: kinds and sites repeat, and differences
// of times are short. Pure functions of their input; any thread.
#pragma once

#include <flowlog/format.h>

#include <cstddef>
#include <cstdint>

namespace flowlog::archive {

// What a chunk's header says of its words.
struct ChunkFacts {
  uint32_t thread;
  uint32_t os_thread;
  uint64_t sequence;
  uint64_t base_ticks;
  uint32_t depth;
};

// Bytes that encode_columns may need for `words` words.
size_t columns_bound(size_t words);

// Writes ChunkColumns and the four columns to `out`, which has room for columns_bound(count) bytes. Returns
// the bytes written.
size_t encode_columns(const ChunkFacts& chunk, const uint64_t* words, uint32_t count, uint8_t* out);

}  // namespace flowlog::archive
