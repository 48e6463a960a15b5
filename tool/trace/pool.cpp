// pool.cpp: see pool.h.
#include "trace/pool.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

#include "archive/process_mark.h"
#include "error.h"

namespace flowlog::trace {
namespace {

using format::ChunkHeader;
using format::ChunkState;
using format::PoolHeader;

constexpr uint32_t kMaxBlockBytes = 64 << 10;
static_assert(kMaxBlockBytes <= sizeof(ChunkHeader) + kMaxChunkWords * sizeof(uint64_t));

constexpr bool is_chunk_size(uint32_t bytes) {
  return bytes >= format::kSmallChunkBytes && bytes <= kMaxBlockBytes && (bytes & (bytes - 1)) == 0;
}

bool belongs_to(const PoolHeader& header, const Uuid& trace) {
  return is_pool(header) && std::equal(trace.begin(), trace.end(), header.trace);
}

bool in_use(const ChunkHeader& header) {
  return header.state == uint32_t(ChunkState::kOwned) || header.state == uint32_t(ChunkState::kFull);
}

}  // namespace

bool is_pool(const PoolHeader& header) {
  return std::equal(std::begin(header.magic), std::end(header.magic), format::kPoolMagic) &&
         header.version == format::kPoolVersion && is_chunk_size(header.block_bytes);
}

bool is_left_behind(const PoolHeader& header) {
  const archive::ProcessMark ours = archive::mark_of_process(uint32_t(::getpid()));
  if (header.process_started == 0 || header.pid_namespace != ours.pid_namespace) return false;
  const archive::ProcessMark now = archive::mark_of_process(header.pid);
  if (now.started != 0) return now.started != header.process_started || now.has_ended;
  return ::kill(pid_t(header.pid), 0) != 0 && errno == ESRCH;  // others' processes may be hidden
}

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

  std::unique_ptr<Pool> pool(new Pool(std::move(source), header));
  uint64_t offset = format::kPoolHeaderBytes;
  for (uint32_t i = 0; i < header.block_count && offset < pool->source_->size(); ++i) {
    pool->find_chunks(offset, header.block_bytes);
    offset += header.block_bytes;
  }
  return pool;
}

uint64_t Pool::for_each_image(const std::function<void(const archive::ImageCopy&)>& each) const {
  const uint64_t told_bytes = std::min(header_.images_bytes, format::kMaxImageCopiesBytes);
  std::string bytes;
  source_->read(header_.images_offset, told_bytes, bytes);
  size_t offset = 0;
  while (offset < bytes.size()) {
    auto* const data = reinterpret_cast<unsigned char*>(bytes.data());
    const auto image = archive::ImageCopy::at(data + offset, bytes.size() - offset);
    if (image.empty()) break;
    each(image);
    offset += image.bytes();
  }
  return told_bytes - offset;
}

// All 0, which is a free chunk, beyond the end of the file.
ChunkHeader Pool::header_at(uint64_t offset) const {
  std::string bytes;
  source_->read(offset, sizeof(ChunkHeader), bytes);
  ByteReader reader(bytes_of(bytes));
  const auto header = reader.read<ChunkHeader>();
  return reader.ok() ? header : ChunkHeader{};
}

// The first header tells the size of all.
void Pool::find_chunks(uint64_t block, uint32_t block_bytes) {
  const uint32_t step = header_at(block).bytes;
  if (!is_chunk_size(step) || step > block_bytes) return;  // not in use yet
  for (uint64_t offset = block; offset < block + block_bytes; offset += step) {
    const ChunkHeader chunk = header_at(offset);
    if (in_use(chunk)) chunks_.push_back({offset, step, chunk.thread, chunk.sequence});
  }
}

bool Pool::read(const PoolChunk& which, Chunk& chunk, uint64_t& damaged_bytes) const {
  std::string bytes;
  source_->read(which.offset, which.bytes, bytes);
  const size_t words_bytes = bytes.size() < sizeof(ChunkHeader) ? 0 : bytes.size() - sizeof(ChunkHeader);
  ByteReader reader(bytes_of(bytes));
  const auto header = reader.read<ChunkHeader>();
  const Bytes words = reader.take(words_bytes / sizeof(uint64_t) * sizeof(uint64_t));

  // Again after the words: had the program given the chunk back meanwhile, they may be of another.
  const ChunkHeader header_after = header_at(which.offset);
  const auto is_the_one = [&](const ChunkHeader& seen) {
    return in_use(seen) && seen.thread == which.thread && seen.sequence == which.sequence;
  };
  if (!reader.ok() || !is_the_one(header) || !is_the_one(header_after)) return false;

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
