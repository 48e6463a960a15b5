// read_ahead.h: the chunks of an archive in the order of the file, read and taken apart by other threads
// ahead of who asks for them. What is held is bounded by the number of threads.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "trace/archive.h"
#include "trace/chunk.h"
#include "workers.h"

namespace flowlog::trace {

// What the words of a chunk add up to.
struct ChunkTally {
  // That a hostile trace may claim, so that no sum wraps.
  static constexpr uint64_t kMost = uint64_t{1} << 48;

  explicit ChunkTally(const Chunk& chunk);
  ChunkTally() = default;

  uint64_t words = 0;           // that were written
  uint64_t marked_records = 0;  // that its lost records tell of
};

class ReadAhead {
 public:
  struct Read {
    const Block* block = nullptr;
    bool whole = false;  // else it can't be read
    Chunk chunk;
    ChunkTally tally;
  };

  // Of `blocks` only chunks are read. All three must outlive it.
  ReadAhead(const Source& source, const std::vector<Block>& blocks, Workers& workers);
  ~ReadAhead();

  // The next one, good until it is asked for another; null behind the last.
  const Read* next();

 private:
  struct Slot {
    explicit Slot(const Source& source) : blocks(source) {}

    BlockReader blocks;
    std::string payload;
    Read read;
    std::atomic<bool> busy{false};  // while a task has it
  };

  void post_into(Slot& slot);

  const std::vector<Block>& blocks_;
  Workers& workers_;
  size_t next_block_ = 0;                     // to be posted
  std::vector<std::unique_ptr<Slot>> slots_;  // a ring
  size_t taken_ = 0;                          // reads that were asked for
  size_t posted_ = 0;
};

}  // namespace flowlog::trace
