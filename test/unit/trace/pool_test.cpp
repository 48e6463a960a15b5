// pool_test.cpp: the trace of a killed program is its archive and what its pool still holds.
#include "trace/pool.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "trace/made_trace.h"

namespace flowlog::trace {
namespace {

using format::ChunkHeader;
using format::ChunkState;
using format::Kind;
using format::record;

constexpr uint32_t kBlockBytes = 8192;
constexpr Uuid kTrace = {0x6f, 0x1c, 0x0a, 0x52, 0x7d, 0x1e, 0x4b, 0x7a,
                         0x9c, 0x3e, 0x2f, 0x5d, 0x8a, 0x1b, 0x4c, 0x6e};

class PoolFile {
 public:
  explicit PoolFile(Uuid trace = kTrace)
      : path_(testing::TempDir() + "flowlog-pool-" + std::to_string(::getpid())) {
    std::memcpy(header_.magic, format::kPoolMagic, sizeof header_.magic);
    header_.version = format::kPoolVersion;
    header_.block_bytes = kBlockBytes;
    std::copy(trace.begin(), trace.end(), header_.trace);
  }
  ~PoolFile() { std::remove(path_.c_str()); }

  // A block that is one chunk.
  void add(ChunkState state, uint32_t thread, uint64_t sequence, const std::vector<uint64_t>& words) {
    add_chunk(kBlockBytes, state, thread, sequence, words);
    ++header_.block_count;
  }

  // A block that is split in two.
  void add_split(uint32_t thread, const std::vector<uint64_t>& first, const std::vector<uint64_t>& second) {
    add_chunk(kBlockBytes / 2, ChunkState::kOwned, thread, 0, first);
    add_chunk(kBlockBytes / 2, ChunkState::kFull, thread, 1, second);
    ++header_.block_count;
  }

  format::PoolHeader& header() { return header_; }
  const std::string& path() const { return path_; }

  // A trace whose archive was not closed, and that names this pool.
  Trace trace(const std::string& chunks = "") {
    std::string bytes(reinterpret_cast<const char*>(&header_), sizeof header_);
    bytes.resize(format::kPoolHeaderBytes);
    std::ofstream(path_, std::ios::binary) << bytes << chunks_;
    return made_trace("trace 6f1c0a52-7d1e-4b7a-9c3e-2f5d8a1b4c6e\nabout {\"pool\":\"" + path_ +
                      "\"}\nsite 1 {\"id\":\"f()\"}\n" + chunks);
  }

 private:
  void add_chunk(uint32_t size, ChunkState state, uint32_t thread, uint64_t sequence,
                 const std::vector<uint64_t>& words) {
    ChunkHeader chunk{};
    chunk.state = uint32_t(state);
    chunk.thread = thread;
    chunk.sequence = sequence;
    chunk.base_ticks = 1000;
    chunk.bytes = size;
    std::string bytes(reinterpret_cast<const char*>(&chunk), sizeof chunk);
    bytes.append(reinterpret_cast<const char*>(words.data()), words.size() * sizeof(uint64_t));
    bytes.resize(size);
    chunks_ += bytes;
  }

  const std::string path_;
  format::PoolHeader header_{};
  std::string chunks_;
};

std::vector<uint64_t> enter_at(uint64_t ticks) { return {record(Kind::kEnter, 1, ticks)}; }

// The times of all enters, in the order in which they are read.
std::vector<uint64_t> times_in(Trace& trace) {
  std::vector<uint64_t> times;
  trace.for_each_chunk([&](const Chunk& chunk) {
    for (const Record& record : chunk.records) times.push_back(record.value);
  });
  return times;
}

TEST(Pool, ChunksThatAreOwnedOrFullBelongToTheTrace) {
  PoolFile pool;
  pool.add(ChunkState::kOwned, 1, 2, enter_at(1030));
  pool.add(ChunkState::kFree, 1, 7, enter_at(1999));
  pool.add(ChunkState::kFull, 1, 1, enter_at(1020));
  Trace trace = pool.trace("chunk 1 0 base=1000\n1010 enter 1\n");

  EXPECT_EQ(times_in(trace), (std::vector<uint64_t>{1010, 1020, 1030}));
  EXPECT_EQ(times_in(trace), (std::vector<uint64_t>{1010, 1020, 1030}));  // it can be read again
}

TEST(Pool, ABlockMayBeSplitIntoSmallChunks) {
  PoolFile pool;
  pool.add_split(1, enter_at(1010), enter_at(1020));
  pool.add(ChunkState::kOwned, 1, 2, enter_at(1030));
  Trace trace = pool.trace();

  EXPECT_EQ(times_in(trace), (std::vector<uint64_t>{1010, 1020, 1030}));
}

TEST(Pool, AChunkInBothPoolAndArchiveCountsOnce) {
  PoolFile pool;
  pool.add(ChunkState::kFull, 1, 0, enter_at(1010));
  Trace trace = pool.trace("chunk 1 0 base=1000\n1010 enter 1\n");

  EXPECT_EQ(times_in(trace), (std::vector<uint64_t>{1010}));
}

TEST(Pool, AClosedArchiveNeedsNoPool) {
  PoolFile pool;
  pool.add(ChunkState::kOwned, 1, 1, enter_at(1020));
  Trace trace = pool.trace("chunk 1 0 base=1000\n1010 enter 1\nend\n");

  EXPECT_EQ(times_in(trace), (std::vector<uint64_t>{1010}));
}

TEST(Pool, APoolOfAnotherTraceIsNone) {
  PoolFile pool(Uuid{});
  pool.add(ChunkState::kOwned, 1, 0, enter_at(1010));
  Trace trace = pool.trace();

  EXPECT_TRUE(times_in(trace).empty());
}

TEST(Pool, AHeaderThatLiesAboutItsSizesIsNoPool) {
  for (const uint32_t block_bytes : {0u, 8u, 64u, 5000u, 1u << 20, UINT32_MAX}) {
    PoolFile pool;
    pool.add(ChunkState::kOwned, 1, 0, enter_at(1010));
    pool.header().block_bytes = block_bytes;
    Trace trace = pool.trace();
    EXPECT_TRUE(times_in(trace).empty()) << block_bytes;
  }
}

TEST(Pool, MoreChunksThanTheFileHoldsAreNotThere) {
  PoolFile pool;
  pool.add(ChunkState::kOwned, 1, 0, enter_at(1010));
  pool.header().block_count = UINT32_MAX;
  Trace trace = pool.trace();

  EXPECT_EQ(times_in(trace), (std::vector<uint64_t>{1010}));
}

TEST(Pool, AnythingElseThatATraceNamesIsLeftAlone) {
  for (const char* const path : {"/dev/zero", "/", "/nonexistent/pool", "/dev/stdin", ""}) {
    EXPECT_EQ(Pool::open(path, kTrace), nullptr) << path;
  }
}

TEST(Pool, WordsOfUnknownKindsAreDamageAndCountOnce) {
  PoolFile pool;
  pool.add(ChunkState::kOwned, 1, 0, {record(Kind(9), 1, 1), record(Kind::kEnter, 1, 1010)});
  Trace trace = pool.trace();

  times_in(trace);
  times_in(trace);

  EXPECT_EQ(trace.losses().damaged_bytes, 8u);
}

}  // namespace
}  // namespace flowlog::trace
