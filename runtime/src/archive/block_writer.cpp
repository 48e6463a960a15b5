// block_writer.cpp: builds each block whole in memory, then hands it over in one piece.
#define ZSTD_STATIC_LINKING_ONLY  // for a compressor in memory of our own
#include "block_writer.h"

#include <zstd.h>

#include <cstring>

#include "crc32c.h"

namespace flowlog::archive {
namespace {

using namespace format;

constexpr int kLevel = 1;
constexpr size_t kWorthCompressing_bytes = 128;
constexpr size_t kSitesBlock_bytes = 1 << 20;  // of shapes likewise

}  // namespace

bool BlockWriter::begin_file(Sink sink, const unsigned char trace[16]) {
  sink_ = sink;
  next_number_ = 0;
  site_bytes_ = 0;
  FileHeader header{};
  std::memcpy(header.magic, kFileMagic, sizeof header.magic);
  header.version = kFileVersion;
  header.header_bytes = sizeof header;
  std::memcpy(header.trace, trace, sizeof header.trace);
  return sink_.write(sink_.self, &header, sizeof header);
}

bool BlockWriter::chunk(const ChunkFacts& facts, const uint64_t* words, uint32_t count) {
  if (!columns_.reserve(columns_bound(count))) return false;
  const size_t bytes = encode_columns(facts, words, count, columns_.data());
  return block(BlockType::kChunk, columns_.data(), bytes);
}

bool BlockWriter::add_site(const SiteEntry& entry, const char* image, const char* text) {
  const size_t bytes = sizeof entry + entry.image_bytes + entry.text_bytes;
  if (site_bytes_ != 0 && site_bytes_ + bytes > kSitesBlock_bytes && !end_sites()) return false;
  if (!sites_.reserve(site_bytes_ + bytes)) return false;
  uint8_t* out = sites_.data() + site_bytes_;
  std::memcpy(out, &entry, sizeof entry);
  std::memcpy(out + sizeof entry, image, entry.image_bytes);
  std::memcpy(out + sizeof entry + entry.image_bytes, text, entry.text_bytes);
  site_bytes_ += bytes;
  return true;
}

bool BlockWriter::end_sites() {
  if (site_bytes_ == 0) return true;
  const bool written = block(BlockType::kSites, sites_.data(), site_bytes_);
  site_bytes_ = 0;
  return written;
}

bool BlockWriter::shapes(const char* begin, const char* end) {
  while (begin != end) {
    const char* until = begin;
    while (until != end && static_cast<size_t>(until - begin) < kSitesBlock_bytes) {
      ShapeEntry entry;
      std::memcpy(&entry, until, sizeof entry);
      until += sizeof entry + (entry.text_bytes + 7) / 8 * 8;
    }
    if (!block(BlockType::kShapes, begin, static_cast<size_t>(until - begin))) return false;
    begin = until;
  }
  return true;
}

bool BlockWriter::block(BlockType type, const void* payload, size_t bytes, uint16_t flags) {
  if (bytes > kMaxBlockBytes) return false;
  if (!frame_.reserve(sizeof(BlockHeader) + ZSTD_compressBound(bytes))) return false;
  size_t stored_bytes = bytes;
  if (bytes >= kWorthCompressing_bytes && compress(payload, bytes, stored_bytes)) {
    flags |= kBlockZstd;
  } else if (bytes != 0) {
    std::memcpy(frame_.data() + sizeof(BlockHeader), payload, bytes);
  }

  BlockHeader header{};
  header.marker = kBlockMarker;
  header.type = static_cast<uint16_t>(type);
  header.flags = flags;
  header.stored_bytes = static_cast<uint32_t>(stored_bytes);
  header.raw_bytes = static_cast<uint32_t>(bytes);
  header.number = next_number_;
  std::memcpy(frame_.data(), &header, sizeof header);
  header.crc32c = crc32c(0, frame_.data(), sizeof header + stored_bytes);
  std::memcpy(frame_.data(), &header, sizeof header);

  if (!sink_.write(sink_.self, frame_.data(), sizeof header + stored_bytes)) return false;
  ++next_number_;
  return true;
}

// Into the frame, behind its header. False where that fails or saves nothing; the payload is then stored as
// it is.
bool BlockWriter::compress(const void* payload, size_t bytes, size_t& stored_bytes) {
  if (workspace_.data() == nullptr && !workspace_.reserve(ZSTD_estimateCCtxSize(kLevel))) return false;
  ZSTD_CCtx* context = ZSTD_initStaticCCtx(workspace_.data(), workspace_.capacity());
  if (context == nullptr) return false;
  const size_t room = frame_.capacity() - sizeof(BlockHeader);
  const size_t compressed =
      ZSTD_compressCCtx(context, frame_.data() + sizeof(BlockHeader), room, payload, bytes, kLevel);
  if (ZSTD_isError(compressed) || compressed >= bytes) return false;
  stored_bytes = compressed;
  return true;
}

}  // namespace flowlog::archive
