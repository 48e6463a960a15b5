// seal.cpp: see seal.h.
#include "trace/seal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <set>
#include <utility>

#include "archive/block_writer.h"
#include "archive/site_writer.h"
#include "error.h"
#include "trace/descriptor.h"
#include "trace/trace.h"

namespace flowlog::trace {
namespace {

// The archive for writing, if it is ours and nobody reads or seals it; else -1.
int open_alone(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return -1;
  struct stat status;
  const bool good = ::fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == ::geteuid() &&
                    ::flock(file, LOCK_EX | LOCK_NB) == 0;
  if (good) return file;
  ::close(file);
  return -1;
}

using ChunkName = std::pair<uint32_t, uint64_t>;  // thread and sequence

// What stands in the archive already. A block that can't be read holds none.
std::set<ChunkName> chunks_in(const Archive& archive, const Source& source) {
  std::set<ChunkName> chunks;
  BlockReader blocks(source);
  std::string payload;
  Chunk chunk;
  for (const Block& block : archive.blocks) {
    if (block.type() != format::BlockType::kChunk || !blocks.read(block, payload)) continue;
    if (decode_columns(bytes_of(payload), chunk)) chunks.emplace(chunk.thread, chunk.sequence);
  }
  return chunks;
}

struct PoolWords {
  archive::ChunkFacts facts;
  std::vector<uint64_t> words;
};

// The sites that the chunks name, which the archive has not if it has not the chunks either.
bool write_sites(archive::BlockWriter& writer, const Pool& pool, const std::vector<PoolWords>& chunks) {
  std::set<uint32_t> named;
  for (const PoolWords& chunk : chunks) {
    for (const uint64_t word : chunk.words)
      if (format::is_call(format::kind_of(word))) named.insert(format::site_of(word));
  }
  const std::vector<uint32_t> numbers(named.begin(), named.end());
  archive::SiteWriter sites;
  bool written = true;
  pool.for_each_image([&](const archive::ImageCopy& image) {
    written = written && sites.write(writer, image, numbers.data(), numbers.size());
  });
  return written;
}

// The blocks that the archive lacks. Empty if they can't be made.
std::string missing_blocks(const Trace& trace, const Source& source) {
  const Archive& archive = trace.archive();
  const std::set<ChunkName> known = chunks_in(archive, source);
  std::string out;
  archive::BlockWriter writer;
  const auto append = [](void* self, const void* data, size_t bytes) {
    static_cast<std::string*>(self)->append(static_cast<const char*>(data), bytes);
    return true;
  };
  writer.resume_file({append, &out}, archive.blocks.back().header.number);
  std::vector<PoolWords> chunks;
  for (const PoolChunk& found : trace.pool()->chunks()) {
    Chunk chunk;
    uint64_t damaged_bytes = 0;
    if (known.count({found.thread, found.sequence}) != 0) continue;
    if (!trace.pool()->read(found, chunk, damaged_bytes)) return {};
    const archive::ChunkFacts facts{chunk.thread, chunk.os_thread, chunk.sequence, chunk.base_ticks,
                                    chunk.depth};
    chunks.push_back({facts, words_of(chunk)});
  }
  if (!write_sites(writer, *trace.pool(), chunks)) return {};
  for (const auto& [facts, words] : chunks) {
    if (!words.empty() && !writer.chunk(facts, words.data(), uint32_t(words.size()))) return {};
  }
  return writer.loss(trace.pool()->dropped_records()) ? out : std::string();
}

// All of it, and on the device; or nothing.
bool append_at(int file, uint64_t offset, const std::string& bytes) {
  for (size_t done = 0; done < bytes.size();) {
    const ssize_t more = ::pwrite(file, bytes.data() + done, bytes.size() - done, off_t(offset + done));
    if (more < 0 && errno == EINTR) continue;
    if (more <= 0) return ::ftruncate(file, off_t(offset)) != 0 && false;
    done += size_t(more);
  }
  return ::fdatasync(file) == 0;
}

// Nearly every trace ends with its end block, and needs no further look.
bool ends_closed(const Source& source) {
  constexpr uint64_t kEndBlockBytes = sizeof(format::BlockHeader) + sizeof(format::EndTotals);
  if (source.size() < kEndBlockBytes) return false;
  std::string bytes;
  source.read(source.size() - kEndBlockBytes, sizeof(format::BlockHeader), bytes);
  ByteReader reader(bytes_of(bytes));
  const auto header = reader.read<format::BlockHeader>();
  return reader.ok() && header.marker == format::kBlockMarker &&
         header.type == uint16_t(format::BlockType::kEnd);
}

bool seal_open(int file, const std::string& path) {
  const auto source = adopt_file(::fcntl(file, F_DUPFD_CLOEXEC, 0), path);
  if (ends_closed(*source)) return false;
  const Trace trace(adopt_file(::fcntl(file, F_DUPFD_CLOEXEC, 0), path));
  if (trace.pool() == nullptr || !trace.pool()->is_left_behind()) return false;
  // What follows the last whole block is one that the kill cut off: if it is of a chunk, the pool has it.
  const Block& last = trace.archive().blocks.back();
  if (last.end() + trace.archive().cut_bytes != source->size()) return false;
  const std::string blocks = missing_blocks(trace, *source);
  if (blocks.empty() || ::ftruncate(file, off_t(last.end())) != 0) return false;
  return append_at(file, last.end(), blocks) && ::unlink(trace.pool()->path().c_str()) == 0;
}

}  // namespace

bool seal(const std::string& path) {
  const Descriptor file(open_alone(path));
  if (file.get() < 0) return false;
  try {
    return seal_open(file.get(), path);
  } catch (const Error&) {
    return false;
  }
}

}  // namespace flowlog::trace
