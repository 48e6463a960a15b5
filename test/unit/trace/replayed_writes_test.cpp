// replayed_writes_test.cpp: an archive of which a power loss left only some of the writes. No header vouches
// for data that is not there: what is read is what was written, as far as it is there.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "trace/made_trace.h"

namespace flowlog::trace {
namespace {

constexpr size_t kSector = 64;  // smaller than any disk's, so that a block has several
constexpr int kChunks = 8;

std::string made() {
  std::string text =
      "trace 6f1c0a52-7d1e-4b7a-9c3e-2f5d8a1b4c6e\nabout {\"pid\":7}\nclock 0 0 0\nsite 1 {\"id\":\"f()\"}\n";
  for (int i = 0; i < kChunks; ++i) {
    text += "chunk 1 " + std::to_string(i) + "\n";
    for (int call = 0; call < 40; ++call)
      text += std::to_string(1000 * i + 20 * call) + " enter 1\n" +
              std::to_string(1000 * i + 20 * call + 7 * i) + " exit 1 success\n";
  }
  return pack(text + "end\n", "made");
}

std::vector<uint64_t> sequences_in(const std::string& bytes) {
  std::vector<uint64_t> sequences;
  Trace trace = open_bytes(bytes);
  trace.for_each_chunk([&](const Chunk& chunk) {
    EXPECT_EQ(chunk.records.size(), 80u);
    EXPECT_EQ(chunk.records.back().value, 1000 * chunk.sequence + 20 * 39 + 7 * chunk.sequence);
    sequences.push_back(chunk.sequence);
  });
  return sequences;
}

std::vector<Block> chunks_of(const std::string& bytes) {
  std::vector<Block> chunks = scan_archive(*open_memory("made", bytes)).blocks;
  std::erase_if(chunks, [](const Block& block) { return block.type() != format::BlockType::kChunk; });
  return chunks;
}

TEST(ReplayedWrites, EveryPrefixHasItsWholeChunks) {
  const std::string whole = made();
  const std::vector<Block> chunks = chunks_of(whole);
  ASSERT_EQ(chunks.size(), size_t{kChunks});
  for (size_t bytes = size_t(chunks.front().offset); bytes <= whole.size(); ++bytes) {
    size_t expected = 0;
    while (expected < chunks.size() && chunks[expected].end() <= bytes) ++expected;
    EXPECT_EQ(sequences_in(whole.substr(0, bytes)).size(), expected) << bytes;
  }
}

// The file has its length already, and zeros where a sector was not written: of one block, of two, or of all
// from there on.
TEST(ReplayedWrites, ABlockThatIsNotAllThereIsNotRead) {
  const std::string whole = made();
  const std::vector<Block> chunks = chunks_of(whole);
  for (size_t first = 0; first < chunks.size(); ++first) {
    for (size_t second = first; second < chunks.size(); ++second) {
      for (uint64_t from = chunks[first].offset; from < chunks[first].end(); from += kSector) {
        std::string bytes = whole;
        for (const size_t block : {first, second}) {
          const uint64_t at = block == first ? from : chunks[block].offset;
          const size_t count = size_t(std::min<uint64_t>(kSector, chunks[block].end() - at));
          bytes.replace(size_t(at), count, count, '\0');
        }
        std::vector<uint64_t> expected;
        for (uint64_t i = 0; i < kChunks; ++i) {
          if (i != first && i != second) expected.push_back(i);
        }
        EXPECT_EQ(sequences_in(bytes), expected);
      }
    }
  }
}

TEST(ReplayedWrites, ATailThatWasNotWrittenIsCounted) {
  const std::string whole = made();
  for (const Block& chunk : chunks_of(whole)) {
    std::string bytes = whole;
    bytes.replace(size_t(chunk.offset), std::string::npos, whole.size() - size_t(chunk.offset), '\0');
    Trace trace = open_bytes(bytes);
    EXPECT_EQ(trace.losses().damaged_bytes, whole.size() - chunk.offset);
    EXPECT_FALSE(trace.complete());
  }
}

// Writes of two files, or of one that was used before, may be mixed up: a block of another place is the same
// block.
TEST(ReplayedWrites, BlocksInAnotherOrderAreReadInTheirs) {
  const std::string whole = made();
  const std::vector<Block> chunks = chunks_of(whole);
  std::string bytes = whole.substr(0, size_t(chunks.front().offset));
  for (auto chunk = chunks.rbegin(); chunk != chunks.rend(); ++chunk)
    bytes += whole.substr(size_t(chunk->offset), size_t(chunk->end() - chunk->offset));
  bytes += whole.substr(size_t(chunks.back().end()));
  EXPECT_EQ(sequences_in(bytes), sequences_in(whole));
}

}  // namespace
}  // namespace flowlog::trace
