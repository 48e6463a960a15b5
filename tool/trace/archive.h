// archive.h: the blocks of a `.flog` file. docs/format.md, "Archive".
//
// Finds the blocks that are whole, and says what lies between them. What a block means is read elsewhere.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "flowlog/format.h"
#include "trace/bytes.h"
#include "trace/source.h"

struct ZSTD_DCtx_s;

namespace flowlog::trace {

using Uuid = std::array<unsigned char, 16>;

// As 8-4-4-4-12 hexadecimal digits.
std::string to_text(const Uuid& id);

// A whole block: its checksum is right and its type is known.
struct Block {
  uint64_t offset = 0;  // of its header
  format::BlockHeader header{};

  format::BlockType type() const { return format::BlockType(header.type); }
  uint64_t end() const { return offset + sizeof header + header.stored_bytes; }
};

struct Archive {
  Uuid trace{};
  std::vector<Block> blocks;    // in the order of the file
  uint64_t damaged_bytes = 0;   // between whole blocks
  uint64_t first_damage = 0;    // offset of the first of them
  uint64_t cut_bytes = 0;       // of a block that the end of the file cuts off
  uint64_t missing_blocks = 0;  // gaps in the blocks' numbers
  bool closed = false;          // an end block stands in it
};

// Reads the file's header alone. Throws Error for an empty or foreign file and for a newer format.
format::FileHeader read_file_header(const Source& source);

// Throws Error as read_file_header, and for a block of an unknown type that must not be skipped.
Archive scan_archive(const Source& source);

// Reads payloads of blocks, one after the other, with one decompressor. One thread at a time.
class BlockReader {
 public:
  explicit BlockReader(const Source& source);
  ~BlockReader();
  BlockReader(const BlockReader&) = delete;
  BlockReader& operator=(const BlockReader&) = delete;

  // The block's payload, decompressed, in `into`. False if it can't be: the block then counts as damaged.
  bool read(const Block& block, std::string& into);

 private:
  const Source& source_;
  ZSTD_DCtx_s* const decompressor_;
  std::string stored_;
};

}  // namespace flowlog::trace
