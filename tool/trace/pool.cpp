// pool.cpp: see pool.h.
#include "trace/pool.h"

#include <algorithm>
#include <string_view>

#include "error.h"

namespace flowlog::trace {
namespace {

using format::ChunkHeader;
using format::ChunkState;
using format::PoolHeader;

constexpr uint32_t kMaxChunkBytes = sizeof(ChunkHeader) + kMaxChunkWords * sizeof(uint64_t);

bool belongs_to(const PoolHeader& header, const Uuid& trace) {
  return std::equal(std::begin(header.magic), std::end(header.magic), format::kPoolMagic) &&
         header.version == format::kPoolVersion && std::equal(trace.begin(), trace.end(), header.trace) &&
         header.chunk_bytes > sizeof(ChunkHeader) && header.chunk_bytes <= kMaxChunkBytes &&
         header.chunk_bytes % sizeof(uint64_t) == 0;
}

bool in_use(const ChunkHeader& header) {
  return header.state == uint32_t(ChunkState::kOwned) || header.state == uint32_t(ChunkState::kFull);
}

}  // namespace

std::unique_ptr<Pool> Pool::open(const std::string& path, const Uuid& trace) {
  std::unique_ptr<Source> source;
  try {
    source = open_file(path);
  } catch (const Error&) {
    return nullptr;  // the usual case: the program ended by itself and removed it
  }
  std::string bytes;
  source->read(0, sizeof(PoolHeader), bytes);
  ByteReader reader(bytes_of(bytes));
  const auto header = reader.read<PoolHeader>();
  if (!reader.ok() || !belongs_to(header, trace)) return nullptr;

  std::unique_ptr<Pool> pool(new Pool(std::move(source), header.chunk_bytes));
  uint64_t offset = format::kPoolHeaderBytes;
  for (uint32_t i = 0; i < header.chunk_count && offset < pool->source_->size(); ++i) {
    pool->source_->read(offset, sizeof(ChunkHeader), bytes);
    ByteReader chunk_reader(bytes_of(bytes));
    const auto chunk = chunk_reader.read<ChunkHeader>();
    if (chunk_reader.ok() && in_use(chunk)) pool->chunks_.push_back({offset, chunk.thread, chunk.sequence});
    offset += header.chunk_bytes;
  }
  return pool;
}

bool Pool::read(const PoolChunk& which, Chunk& chunk, uint64_t& damaged_bytes) const {
  std::string bytes;
  source_->read(which.offset, chunk_bytes_, bytes);
  const size_t words_bytes = bytes.size() < sizeof(ChunkHeader) ? 0 : bytes.size() - sizeof(ChunkHeader);
  ByteReader reader(bytes_of(bytes));
  const auto header = reader.read<ChunkHeader>();
  const Bytes words = reader.take(words_bytes / sizeof(uint64_t) * sizeof(uint64_t));

  // Again after the words: had the program given the chunk back meanwhile, they may be of another.
  std::string after;
  source_->read(which.offset, sizeof(ChunkHeader), after);
  ByteReader again(bytes_of(after));
  const auto header_after = again.read<ChunkHeader>();
  const auto is_the_one = [&](const ChunkHeader& seen) {
    return in_use(seen) && seen.thread == which.thread && seen.sequence == which.sequence;
  };
  if (!reader.ok() || !again.ok() || !is_the_one(header) || !is_the_one(header_after)) return false;

  chunk.thread = header.thread;
  chunk.os_thread = header.os_thread;
  chunk.sequence = header.sequence;
  chunk.base_ticks = header.base_ticks;
  chunk.depth = header.depth;
  damaged_bytes += decode_words(words, chunk) * sizeof(uint64_t);
  while (!chunk.records.empty() && chunk.records.back().kind == format::Kind::kNone) chunk.records.pop_back();
  return true;
}

}  // namespace flowlog::trace
