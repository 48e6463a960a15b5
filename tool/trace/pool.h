// pool.h: the chunks that a killed or running program left in shared memory. docs/format.md, "Chunks and the
// pool".
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "archive/image_copy.h"
#include "trace/archive.h"
#include "trace/chunk.h"
#include "trace/source.h"

namespace flowlog::trace {

// A chunk with something in it. Where it stands in the pool is known; its words are read when they are
// wanted.
struct PoolChunk {
  uint64_t offset = 0;
  uint32_t bytes = 0;  // with its header
  uint32_t thread = 0;
  uint64_t sequence = 0;
};

// Whether a file begins as a pool of our version does.
bool is_pool(const format::PoolHeader& header);

// Whether the pool's program is known to have ended, and no other process to share its memory.
bool is_left_behind(const format::PoolHeader& header);

class Pool {
 public:
  // The pool at `path` if it is there and belongs to `trace`; else null. A path comes out of a trace and may
  // name anything, so what is not a regular file with the right content is no pool, and no fault either.
  static std::unique_ptr<Pool> open(const std::string& path, const Uuid& trace);

  const std::vector<PoolChunk>& chunks() const { return chunks_; }

  // That its program had dropped by the time it was opened.
  uint64_t dropped_records() const { return header_.dropped_records; }

  const std::string& path() const { return source_->name(); }

  // `each` with every image of which it has a copy, good as long as the call. Returns the bytes of copies
  // that can't be read.
  uint64_t for_each_image(const std::function<void(const archive::ImageCopy&)>& each) const;

  bool is_left_behind() const { return trace::is_left_behind(header_); }

  // False if the chunk is no longer the one that it was: its program goes on and has given it back.
  // `damaged_bytes` grows by words of unknown kinds.
  bool read(const PoolChunk& which, Chunk& chunk, uint64_t& damaged_bytes) const;

 private:
  Pool(std::unique_ptr<Source> source, const format::PoolHeader& header)
      : source_(std::move(source)), header_(header) {}

  format::ChunkHeader header_at(uint64_t offset) const;
  void find_chunks(uint64_t block, uint32_t block_bytes);

  std::unique_ptr<Source> source_;
  const format::PoolHeader header_;
  std::vector<PoolChunk> chunks_;
};

}  // namespace flowlog::trace
