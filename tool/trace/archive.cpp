// archive.cpp: see archive.h.
#include "trace/archive.h"

#include <zstd.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <optional>

#include "archive/crc32c.h"
#include "error.h"

namespace flowlog::trace {
namespace {

using format::BlockHeader;
using format::BlockType;

// No chunk block is larger: columns of kMaxChunkWords words at 13 bytes each, with room to spare.
constexpr uint32_t kMaxChunkBlockBytes = 1u << 18;

// Nor is any about block: a few paths and names.
constexpr uint32_t kMaxAboutBlockBytes = 1u << 16;

constexpr size_t kSearchBytes = 1 << 16;

bool is_known(uint16_t type) {
  return type >= uint16_t(BlockType::kAbout) && type <= uint16_t(BlockType::kCost);
}

bool is_plausible(const BlockHeader& header) {
  if (header.marker != format::kBlockMarker || header.raw_bytes > format::kMaxBlockBytes) return false;
  if (header.type == uint16_t(BlockType::kChunk) && header.raw_bytes > kMaxChunkBlockBytes) return false;
  if (header.type == uint16_t(BlockType::kAbout) && header.raw_bytes > kMaxAboutBlockBytes) return false;
  return header.flags & format::kBlockZstd ? header.stored_bytes <= ZSTD_compressBound(header.raw_bytes)
                                           : header.stored_bytes == header.raw_bytes;
}

class Scanner {
 public:
  Scanner(const Source& source, Archive& into)
      : source_(source), into_(into), search_budget_bytes_(16 * source.size() + (1u << 20)) {}

  void run(uint64_t offset) {
    while (offset < source_.size()) {
      std::optional<Block> block = whole_block_at(offset);
      if (!block) {
        const bool cut = ends_beyond_the_file(offset);
        block = next_whole_block(offset + 1);
        const uint64_t found = block ? block->offset : source_.size();
        if (into_.damaged_bytes == 0) into_.first_damage = offset;
        (cut && !block ? into_.cut_bytes : into_.damaged_bytes) += found - offset;
        if (!block) return;
      }
      accept(*block);
      offset = block->end();
    }
  }

 private:
  std::optional<BlockHeader> header_at(uint64_t offset) {
    source_.read(offset, sizeof(BlockHeader), buffer_);
    ByteReader reader(bytes_of(buffer_));
    const auto header = reader.read<BlockHeader>();
    if (!reader.ok()) return {};
    return header;
  }

  // A header that is cut, or a plausible one whose payload is.
  bool ends_beyond_the_file(uint64_t offset) {
    const auto header = header_at(offset);
    if (!header) return true;
    return is_plausible(*header) && offset + sizeof *header + header->stored_bytes > source_.size();
  }

  std::optional<Block> whole_block_at(uint64_t offset) {
    const auto header = header_at(offset);
    if (!header || !is_plausible(*header)) return {};
    const Block block{offset, *header};
    if (block.end() > source_.size()) return {};
    BlockHeader without_checksum = *header;
    without_checksum.crc32c = 0;
    uint32_t crc = archive::crc32c(0, &without_checksum, sizeof without_checksum);
    for (uint64_t at = offset + sizeof *header; at < block.end(); at += buffer_.size()) {
      source_.read(at, std::min<uint64_t>(block.end() - at, kSearchBytes), buffer_);
      if (buffer_.empty()) return {};
      crc = archive::crc32c(crc, buffer_.data(), buffer_.size());
      checked_bytes_ += buffer_.size();
    }
    if (crc != header->crc32c) return {};
    return block;
  }

  // False markers can make the search check the same bytes again and again; a file made so that this would
  // take for ever is given up after a number of passes that no accident needs.
  std::optional<Block> next_whole_block(uint64_t from) {
    const uint64_t give_up_at = checked_bytes_ + search_budget_bytes_;
    constexpr std::string_view kMarker{"FBLK"};
    std::string window;
    while (from < source_.size()) {
      source_.read(from, kSearchBytes, window);
      if (window.size() < kMarker.size()) return {};
      for (size_t at = window.find(kMarker); at != std::string::npos; at = window.find(kMarker, at + 1)) {
        if (const auto block = whole_block_at(from + at)) return block;
        if (checked_bytes_ > give_up_at) return {};
      }
      from += window.size() - (kMarker.size() - 1);  // a marker may lie across the border
    }
    return {};
  }

  void accept(const Block& block) {
    if (!is_known(block.header.type) && !(block.header.flags & format::kBlockOptional)) {
      throw Error(source_.name() + ": offset " + std::to_string(block.offset) + ": block type " +
                  std::to_string(block.header.type) +
                  " is not known to this version and must not be skipped");
    }
    if (block.header.number > next_number_) into_.missing_blocks += block.header.number - next_number_;
    next_number_ = std::max(next_number_, block.header.number + 1);
    if (block.type() == BlockType::kEnd) into_.closed = true;
    if (is_known(block.header.type)) into_.blocks.push_back(block);
  }

  const Source& source_;
  Archive& into_;
  const uint64_t search_budget_bytes_;
  uint64_t checked_bytes_ = 0;
  uint32_t next_number_ = 0;
  std::string buffer_;
};

}  // namespace

std::string to_text(const Uuid& id) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  for (size_t i = 0; i < id.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += {kHex[id[i] >> 4], kHex[id[i] & 15]};
  }
  return text;
}

format::FileHeader read_file_header(const Source& source) {
  const auto fail = [&](const std::string& why) { throw Error(source.name() + ": " + why); };
  std::string bytes;
  source.read(0, sizeof(format::FileHeader), bytes);
  if (bytes.empty()) fail("is empty; a trace was expected");
  const std::string_view magic(format::kFileMagic, sizeof format::kFileMagic);
  if (bytes.substr(0, magic.size()) != magic.substr(0, bytes.size())) {
    fail("offset 0: is not a trace (it does not start with FLOWLOG)");
  }
  ByteReader reader(bytes_of(bytes));
  const auto header = reader.read<format::FileHeader>();
  if (!reader.ok()) {
    fail("offset " + std::to_string(bytes.size()) + ": ends within its header of " +
         std::to_string(sizeof header) + " bytes");
  }
  if (header.version == 0 || header.version > format::kFileVersion) {
    fail("offset 8: has trace format version " + std::to_string(header.version) +
         "; this flowlog reads version " + std::to_string(format::kFileVersion));
  }
  if (header.header_bytes < sizeof header || header.header_bytes > source.size()) {
    fail("offset 12: header length " + std::to_string(header.header_bytes) + " is out of range");
  }
  return header;
}

Archive scan_archive(const Source& source) {
  const format::FileHeader header = read_file_header(source);
  Archive archive;
  std::copy(std::begin(header.trace), std::end(header.trace), archive.trace.begin());
  Scanner(source, archive).run(header.header_bytes);
  return archive;
}

BlockReader::BlockReader(const Source& source) : source_(source), decompressor_(ZSTD_createDCtx()) {
  if (decompressor_ == nullptr) throw std::bad_alloc();
}

BlockReader::~BlockReader() { ZSTD_freeDCtx(decompressor_); }

bool BlockReader::read(const Block& block, std::string& into) {
  const bool compressed = block.header.flags & format::kBlockZstd;
  std::string& stored = compressed ? stored_ : into;
  source_.read(block.offset + sizeof block.header, block.header.stored_bytes, stored);
  if (stored.size() != block.header.stored_bytes) return false;
  if (!compressed) return true;
  if (ZSTD_getFrameContentSize(stored.data(), stored.size()) != block.header.raw_bytes) return false;
  into.resize(block.header.raw_bytes);
  return ZSTD_decompressDCtx(decompressor_, into.data(), into.size(), stored.data(), stored.size()) ==
         into.size();
}

}  // namespace flowlog::trace
