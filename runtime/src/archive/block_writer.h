// block_writer.h: the frame of a `.flog` file: its header, and blocks with number, checksum and compression.
//
// Knows the format (docs/format.md, "Archive") and nothing of where the bytes go: they leave through a Sink.
// One thread at a time. Takes memory from the system, not from malloc, and reports failure by `false`.
#pragma once

#include <flowlog/format.h>

#include <cstddef>
#include <cstdint>

#include "columns.h"
#include "pages.h"

namespace flowlog::archive {

// Where bytes go. `write` takes all of them or none, and then returns false.
struct Sink {
  bool (*write)(void* self, const void* data, size_t bytes);
  void* self;
};

// When a call returns false (no memory, or the sink refused) the block was not written and has used up no
// number: the same call may be made again.
class BlockWriter {
 public:
  constexpr BlockWriter() = default;

  // A new file: what is written from here on goes to `sink`, which stays the caller's.
  bool begin_file(Sink sink, const unsigned char trace[16]);

  // A file that ends with a whole block, of that number.
  void resume_file(Sink sink, uint32_t last_number) {
    sink_ = sink;
    next_number_ = last_number + 1;
    site_bytes_ = 0;
  }

  bool about(const char* json, size_t bytes) { return block(format::BlockType::kAbout, json, bytes); }
  bool chunk(const ChunkFacts& facts, const uint64_t* words, uint32_t count);
  bool clock(const format::ClockPoint* points, size_t count) {
    return block(format::BlockType::kClock, points, count * sizeof *points);
  }
  bool end(const format::EndTotals& totals) { return block(format::BlockType::kEnd, &totals, sizeof totals); }

  bool loss(uint64_t dropped_records) {
    return block(format::BlockType::kLoss, &dropped_records, sizeof dropped_records, format::kBlockOptional);
  }

  bool cost(const format::CostTotals& totals) {
    return block(format::BlockType::kCost, &totals, sizeof totals, format::kBlockOptional);
  }

  // Sites are gathered by add_site, and written as one block (or several, if they are many) by end_sites at
  // the latest. `entry`'s image_bytes and text_bytes say how long the texts are.
  bool add_site(const format::SiteEntry& entry, const char* image, const char* text);
  bool end_sites();

  // Entries of a shapes section, as many as there are, in blocks of a bearable size.
  bool shapes(const char* begin, const char* end);

  // Any block. Compressed where that makes it smaller.
  bool block(format::BlockType type, const void* payload, size_t bytes, uint16_t flags = 0);

 private:
  bool compress(const void* payload, size_t bytes, size_t& stored_bytes);

  Sink sink_{};
  uint32_t next_number_ = 0;
  size_t site_bytes_ = 0;  // gathered in sites_
  Pages sites_;
  Pages columns_;
  Pages frame_;      // BlockHeader and stored payload, one behind the other, so that one write takes both
  Pages workspace_;  // of the compressor
};

}  // namespace flowlog::archive
