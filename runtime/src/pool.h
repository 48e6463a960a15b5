// pool.h: the chunks that threads write into, in memory that outlives a killed program.
//
// A pool is a file, in /dev/shm if possible, mapped whole and backed chunk by chunk as chunks are needed, so
// that a full device is noticed when a chunk is taken and never while one is written. No descriptor stays
// open: what the program does to its descriptors cannot hurt the pool. Layout: docs/format.md, "Chunks and
// the pool".
//
// A chunk lies at a multiple of its size, which is a power of two. So an address alone tells its chunk, and
// whether it stands among words or in a header: the hot path relies on it.
#pragma once

#include <flowlog/format.h>

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "archive/pages.h"
#include "chunk_queue.h"
#include "free_list.h"

namespace flowlog::runtime {

// The words of a chunk as its thread writes them; a reader must expect them to appear at any time.
inline uint64_t load_word(const uint64_t* word) { return __atomic_load_n(word, __ATOMIC_RELAXED); }
inline void store_word(uint64_t* word, uint64_t value) { __atomic_store_n(word, value, __ATOMIC_RELAXED); }

class Pool {
 public:
  struct Shape {
    uint32_t chunk_bytes = 64 << 10;
    uint32_t chunks = 256;  // at most
  };

  constexpr Pool() = default;

  // Makes the file `path`, which must not exist, and maps it. No chunk is backed yet. On failure returns
  // errno's value and leaves no file.
  int create(const char* path, const Shape& shape, const unsigned char trace[16]);

  // A chunk whose words are all 0, in state kFree; kNoIndex if there is none and no room for more. Any
  // thread, signal handlers too.
  uint32_t take();

  // Backs one more chunk and adds it to the free ones. False if all are backed, or the device is full. Any
  // thread.
  bool add_chunk();

  // Clears the chunk and makes it free. It is marked free first: one that was cleared half-way is no longer
  // read.
  void give_back(uint32_t index);

  // As give_back, but nobody gets the chunk again.
  void retire(uint32_t index);

  // The chunk belongs to `thread` from now on; `header` but for its state is filled in.
  void mark_owned(uint32_t index, const format::ChunkHeader& header);

  // The chunk holds `used_words` words, and nobody but interrupted signal handlers' owners will write into
  // it.
  void mark_full(uint32_t index, uint32_t used_words, uint64_t now_ns);

  format::ChunkState state(uint32_t index) const;
  const format::ChunkHeader& header(uint32_t index) const { return *chunk(index); }
  uint64_t* words(uint32_t index) const { return reinterpret_cast<uint64_t*>(chunk(index) + 1); }
  uint32_t used_words(uint32_t index) const { return notes_[index].used_words; }  // of a full chunk
  uint64_t full_since_ns(uint32_t index) const { return notes_[index].full_since_ns; }

  uint32_t index_of(const void* address) const {
    return static_cast<uint32_t>((static_cast<const std::byte*>(address) - chunks_) / shape_.chunk_bytes);
  }
  uint32_t words_per_chunk() const {
    return static_cast<uint32_t>((shape_.chunk_bytes - sizeof(format::ChunkHeader)) / sizeof(uint64_t));
  }
  // Chunks that ever were backed stand below this.
  uint32_t backed_end() const { return next_unbacked_.load(std::memory_order_acquire); }
  uint32_t free_chunks() const { return free_count_.load(std::memory_order_relaxed); }
  IndexLink* links() { return links_; }
  uint32_t chunk_limit() const { return shape_.chunks; }
  const char* path() const { return path_; }

  // Removes the file; the memory stays until the process ends, since threads may still be writing.
  void remove_file();

  // In the child of a fork: forgets the pool, which is the parent's, without touching it.
  void abandon();

 private:
  struct Note {
    uint32_t used_words;
    uint64_t full_since_ns;
  };

  format::ChunkHeader* chunk(uint32_t index) const {
    return reinterpret_cast<format::ChunkHeader*>(chunks_ + size_t{index} * shape_.chunk_bytes);
  }
  bool map(int descriptor);
  bool back(uint32_t index);
  void add_free(uint32_t index);

  Shape shape_;
  char path_[4400] = "";
  format::PoolHeader* header_ = nullptr;
  std::byte* chunks_ = nullptr;
  std::byte* reserved_ = nullptr;  // address space around the chunks, for their alignment
  size_t reserved_bytes_ = 0;

  archive::Pages private_;  // links_ and notes_
  IndexLink* links_ = nullptr;
  Note* notes_ = nullptr;
  FreeList free_;
  FreeList failed_;  // could not be backed when last tried
  std::atomic<uint32_t> free_count_{0};
  std::atomic<uint32_t> next_unbacked_{0};
  std::atomic<uint64_t> retry_after_ns_{0};
};

}  // namespace flowlog::runtime
