// pool.h: the chunks that threads write into, in memory that outlives a killed program.
//
// A pool is a file, in /dev/shm if possible, mapped whole and backed block by block as blocks are needed, so
// that a full device is noticed when a chunk is taken and never while one is written. No descriptor stays
// open: what the program does to its descriptors cannot hurt the pool. Layout: docs/format.md, "Chunks and
// the pool".
//
// A block is one chunk, or split into small ones, and then for good: threads that are many get small chunks,
// so that each has one. A chunk is known by the number of its first unit, a unit being a small chunk's room.
// It lies at a multiple of its size, which is a power of two. So an address and the size alone tell its
// chunk, and whether it stands among words or in a header: the hot path relies on it.
#pragma once

#include <flowlog/format.h>

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "archive/image_copy.h"
#include "archive/pages.h"
#include "chunk_queue.h"
#include "cut_guard.h"
#include "free_list.h"

namespace flowlog::runtime {

// The words of a chunk as its thread writes them; a reader must expect them to appear at any time.
inline uint64_t load_word(const uint64_t* word) { return __atomic_load_n(word, __ATOMIC_RELAXED); }
inline void store_word(uint64_t* word, uint64_t value) { __atomic_store_n(word, value, __ATOMIC_RELAXED); }

class Pool {
 public:
  struct Shape {
    uint32_t block_bytes = 64 << 10;  // at least kSmallChunkBytes
    uint32_t blocks = 256;            // at most
  };

  constexpr Pool() = default;

  // Makes the file `path`, which must not exist, and maps it. No block is backed yet. On failure returns
  // errno's value and leaves no file. `archive` is the path of what will name the pool.
  int create(const char* path, const Shape& shape, const unsigned char trace[16], const char* archive);

  // A chunk of a whole block, or a small one, whose words are all 0, in state kFree; kNoIndex if there is
  // none and no room for more. Any thread, signal handlers too.
  uint32_t take();
  uint32_t take_small();

  // Copies what tells of an image's sites to where it outlives the program. Empty if there is no room for it,
  // or too much in all. It stays when the file is removed. One thread at a time.
  struct ImageParts {
    const flowlog_site* sites;
    uint32_t count;  // at least 1
    uint32_t first_number;
    const flowlog_info* shapes_begin;
    const flowlog_info* shapes_end;
    const char* path;
  };
  archive::ImageCopy keep(const ImageParts& image);

  // Whether either has nothing to take now. No system call.
  bool is_exhausted() const;

  // Backs one more block and adds it to the free ones. False if all are backed, or the device is full. Any
  // thread.
  bool add_block();

  // Clears the chunk and makes it free. It is marked free first: one that was cleared half-way is no longer
  // read.
  void give_back(uint32_t index);

  // As give_back, but nobody gets the chunk before it is given back.
  void retire(uint32_t index);

  // The chunk belongs to `thread` from now on; `header` but for its state is filled in.
  void mark_owned(uint32_t index, const format::ChunkHeader& header);

  // The chunk holds `used_words` words, and nobody but interrupted signal handlers' owners will write into
  // it. Not after it was given back.
  void mark_full(uint32_t index, uint32_t used_words, uint64_t now_ns);

  format::ChunkState state(uint32_t index) const;
  const format::ChunkHeader& header(uint32_t index) const { return *chunk(index); }
  uint32_t bytes(uint32_t index) const { return __atomic_load_n(&notes_[index].bytes, __ATOMIC_ACQUIRE); }
  uint64_t* words(uint32_t index) const { return reinterpret_cast<uint64_t*>(chunk(index) + 1); }
  uint32_t used_words(uint32_t index) const { return notes_[index].used_words; }  // of a full chunk
  uint64_t full_since_ns(uint32_t index) const { return notes_[index].full_since_ns; }

  // The chunk that `address`, of its header or of a word, lies in.
  uint32_t index_of(const void* address) const;
  uint32_t words_in(uint32_t index) const {
    return static_cast<uint32_t>((bytes(index) - sizeof(format::ChunkHeader)) / sizeof(uint64_t));
  }

  // `visit(index)` for each chunk that is owned or full.
  template <typename Visit>
  void for_each_in_use(Visit visit) const {
    const uint32_t end = next_unbacked_.load(std::memory_order_acquire) * units_per_block();
    for (uint32_t block = 0; block < end; block += units_per_block()) {
      if (!backed_[block / units_per_block()].load(std::memory_order_acquire)) continue;
      const uint32_t step = bytes(block) / format::kSmallChunkBytes;
      for (uint32_t index = block; index < block + units_per_block(); index += step) {
        if (state(index) != format::ChunkState::kFree) visit(index);
      }
    }
  }

  uint32_t free_blocks() const { return free_count_.load(std::memory_order_relaxed); }
  // Whole ones that threads write into.
  uint32_t owned_blocks() const { return owned_count_.load(std::memory_order_relaxed); }
  uint32_t unbacked_blocks() const { return shape_.blocks - next_unbacked_.load(std::memory_order_relaxed); }
  uint32_t block_limit() const { return shape_.blocks; }
  IndexLink* links() { return links_; }
  const char* path() const { return path_; }

  // Of all threads. They stand in the pool's header, too, where a reader finds them even when nothing else
  // can be written.
  void count_dropped(uint64_t records = 1) {
    dropped_records_.fetch_add(records, std::memory_order_relaxed);
    __atomic_fetch_add(&header_->dropped_records, records, __ATOMIC_RELAXED);
  }
  uint64_t dropped_records() const { return dropped_records_.load(std::memory_order_relaxed); }

  // The mappings of the file, for cut_guard.h. Where the file was cut off, and memory that is all 0 has taken
  // its place, the pool goes on as before; a chunk that was in use then has lost its words, and the thread in
  // its header is 0. Of images there are no copies then, and none are made.
  MappedRange header_range() const { return {header_, format::kPoolHeaderBytes}; }
  MappedRange chunks_range() const { return {chunks_, chunks_bytes() + format::kMaxImageCopiesBytes}; }

  // Removes the file; the memory stays until the process ends, since threads may still be writing.
  void remove_file();

  // In the child of a fork: forgets the pool, which is the parent's, without touching it.
  void abandon();

 private:
  struct Note {
    uint32_t bytes;  // as in the chunk's header
    uint32_t used_words;
    uint64_t full_since_ns;
  };

  size_t chunks_bytes() const { return size_t{shape_.block_bytes} * shape_.blocks; }
  uint32_t units_per_block() const { return shape_.block_bytes / format::kSmallChunkBytes; }
  uint32_t unit_limit() const { return shape_.blocks * units_per_block(); }

  format::ChunkHeader* chunk(uint32_t index) const {
    return reinterpret_cast<format::ChunkHeader*>(chunks_ + size_t{index} * format::kSmallChunkBytes);
  }
  void set_bytes(uint32_t index, uint32_t bytes);
  bool map(int descriptor);
  bool back(uint32_t block);
  bool may_add_block() const;
  uint32_t take_block();
  void split(uint32_t block);
  void add_free(uint32_t index);

  Shape shape_;
  char path_[4400] = "";
  format::PoolHeader* header_ = nullptr;
  std::byte* chunks_ = nullptr;
  uint64_t images_bytes_ = 0;      // of copies, which lie behind the chunks
  std::byte* reserved_ = nullptr;  // address space around the chunks, for their alignment, and for copies
  size_t reserved_bytes_ = 0;

  archive::Pages private_;  // the three that follow
  IndexLink* links_ = nullptr;
  Note* notes_ = nullptr;
  std::atomic<bool>* backed_ = nullptr;  // by number of block
  FreeList free_;                        // blocks
  FreeList free_small_;                  // chunks of split ones
  FreeList failed_;                      // blocks that could not be backed when last tried
  std::atomic<uint32_t> free_count_{0};
  std::atomic<uint32_t> owned_count_{0};
  std::atomic<uint32_t> splitting_{0};  // threads that are about to split a block
  std::atomic<uint32_t> next_unbacked_{0};
  std::atomic<uint64_t> retry_after_ns_{0};
  std::atomic<uint64_t> dropped_records_{0};
};

}  // namespace flowlog::runtime
