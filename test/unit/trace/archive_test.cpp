// archive_test.cpp: what a reader makes of files that are whole, damaged, cut, foreign or newer.
#include "trace/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "archive/block_writer.h"
#include "error.h"
#include "trace/made_trace.h"

namespace flowlog::trace {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view kSample = R"text(trace 6f1c0a52-7d1e-4b7a-9c3e-2f5d8a1b4c6e
about {"pid":7}
clock 1000 1000 1700000000000000000
site 1 {"id":"f()"}
chunk 1 0 base=1000
1010 enter 1
1020 exit 1 success
chunk 1 1 base=1020
1030 enter 1
1040 detail "why"
1040 exit 1 error
end
)text";

std::string message_for(std::string bytes) {
  try {
    open_bytes(std::move(bytes));
  } catch (const Error& error) {
    return error.what();
  }
  return "(no error)";
}

size_t records_in(Trace& trace) {
  size_t records = 0;
  trace.for_each_chunk([&](const Chunk& chunk) { records += chunk.records.size(); });
  return records;
}

std::vector<Block> blocks_of(const std::string& bytes) {
  return scan_archive(*open_memory("made.flog", bytes)).blocks;
}

TEST(Archive, AWholeFileHasAllOfItsBlocksAndNoLoss) {
  Trace trace = made_trace(kSample);

  EXPECT_EQ(records_in(trace), 6u);
  EXPECT_TRUE(trace.complete());
  EXPECT_EQ(trace.losses().damaged_bytes, 0u);
  EXPECT_EQ(trace.about().pid, 7u);
}

TEST(Archive, AnEmptyOrForeignFileIsRefusedByName) {
  EXPECT_EQ(message_for(""), "made.flog: is empty; a trace was expected");
  EXPECT_THAT(message_for("GIF89a, and more of it, and more of it"),
              StartsWith("made.flog: offset 0: is not a trace"));
  EXPECT_THAT(message_for("x"), StartsWith("made.flog: offset 0: is not a trace"));
  EXPECT_THAT(message_for("FLOWLOG"), StartsWith("made.flog: offset 7: ends within its header"));
}

TEST(Archive, ANewerVersionIsRefusedByNameOfBoth) {
  std::string bytes = pack(kSample, "sample");
  bytes[8] = 2;

  EXPECT_EQ(message_for(bytes),
            "made.flog: offset 8: has trace format version 2; this flowlog reads version 1");
}

TEST(Archive, AHeaderThatIsLongerThanKnownIsSkipped) {
  std::string bytes = pack(kSample, "sample");
  bytes[12] += 8;
  bytes.insert(sizeof(format::FileHeader), 8, 'x');
  Trace trace = open_bytes(bytes);

  EXPECT_EQ(records_in(trace), 6u);
  EXPECT_EQ(trace.losses().damaged_bytes, 0u);
}

TEST(Archive, ADamagedBlockIsSkippedAndItsBytesAreCounted) {
  std::string bytes = pack(kSample, "sample");
  const Block hurt = blocks_of(bytes)[3];  // the first chunk
  bytes[size_t(hurt.end()) - 1] ^= 1;
  Trace trace = open_bytes(bytes);

  EXPECT_EQ(records_in(trace), 4u);
  EXPECT_EQ(trace.losses().damaged_bytes, hurt.end() - hurt.offset);
  EXPECT_EQ(trace.losses().missing_blocks, 1u);
  EXPECT_FALSE(trace.complete());
}

TEST(Archive, AMarkerWithinADamagedBlockIsNoWayBack) {
  std::string bytes = pack(kSample, "sample");
  const Block hurt = blocks_of(bytes)[3];
  bytes.replace(size_t(hurt.offset) + 30, 4, "FBLK");
  Trace trace = open_bytes(bytes);

  EXPECT_EQ(records_in(trace), 4u);
  EXPECT_EQ(trace.losses().damaged_bytes, hurt.end() - hurt.offset);
}

TEST(Archive, BytesBetweenBlocksAreSkipped) {
  std::string bytes = pack(kSample, "sample");
  bytes.insert(size_t(blocks_of(bytes)[2].offset), "FBFBLKFBLFBLK");
  Trace trace = open_bytes(bytes);

  EXPECT_EQ(records_in(trace), 6u);
  EXPECT_EQ(trace.losses().damaged_bytes, 13u);
  EXPECT_EQ(trace.losses().missing_blocks, 0u);
}

TEST(Archive, AMissingBlockIsKnownByItsNumber) {
  std::string bytes = pack(kSample, "sample");
  const Block gone = blocks_of(bytes)[3];
  bytes.erase(size_t(gone.offset), size_t(gone.end() - gone.offset));
  Trace trace = open_bytes(bytes);

  EXPECT_EQ(trace.losses().missing_blocks, 1u);
  EXPECT_EQ(trace.losses().damaged_bytes, 0u);
  EXPECT_FALSE(trace.complete());
}

// A file of one block and the end.
std::string file_with(format::BlockType type, const std::string& payload, uint16_t flags = 0) {
  std::string out;
  archive::BlockWriter writer;
  const auto append = [](void* self, const void* data, size_t bytes) {
    static_cast<std::string*>(self)->append(static_cast<const char*>(data), bytes);
    return true;
  };
  const unsigned char id[16] = {};
  writer.begin_file({append, &out}, id);
  writer.block(type, payload.data(), payload.size(), flags);
  writer.end({});
  return out;
}

TEST(Archive, AnAboutBlockTooLargeOrTooDeepIsDamage) {
  const std::string large = "{\"label\":\"" + std::string(1 << 20, 'x') + "\"}";
  const std::string deep =
      "{\"label\":\"x\",\"more\":" + std::string(1000, '[') + std::string(1000, ']') + "}";
  for (const std::string& about : {large, deep}) {
    const Trace trace = open_bytes(file_with(format::BlockType::kAbout, about));

    EXPECT_EQ(trace.about().label, "");
    EXPECT_GT(trace.losses().damaged_bytes, 0u);
    EXPECT_FALSE(trace.complete());
  }
}

TEST(Archive, AnUnknownBlockIsSkippedOnlyIfItMayBe) {
  const auto with_block = [](uint16_t flags) { return file_with(format::BlockType(99), "later", flags); };

  EXPECT_TRUE(open_bytes(with_block(format::kBlockOptional)).complete());
  EXPECT_THAT(message_for(with_block(0)), HasSubstr("offset 32: block type 99 is not known"));
}

TEST(Archive, AFileOfFalseMarkersIsGivenUpInTime) {
  std::string bytes = pack(kSample, "sample");
  format::BlockHeader false_header{};
  false_header.marker = format::kBlockMarker;
  false_header.type = 2;
  false_header.stored_bytes = false_header.raw_bytes = 1 << 19;
  for (int i = 0; i < 1 << 16; ++i)
    bytes.append(reinterpret_cast<const char*>(&false_header), sizeof false_header);

  Trace trace = open_bytes(bytes);

  EXPECT_EQ(records_in(trace), 6u);
  EXPECT_EQ(trace.losses().damaged_bytes, sizeof(false_header) << 16);
}

TEST(Archive, CutAnywhereTheWholeBlocksAreKeptAndTheRestIsCounted) {
  const std::string whole = pack(kSample, "sample");
  const std::vector<Block> blocks = blocks_of(whole);
  const size_t first_end = size_t(blocks.front().end());
  for (size_t length = first_end; length < whole.size(); ++length) {
    Trace trace = open_bytes(whole.substr(0, length));
    size_t kept_until = sizeof(format::FileHeader);
    for (const Block& block : blocks) {
      if (block.end() <= length) kept_until = size_t(block.end());
    }
    EXPECT_EQ(trace.losses().damaged_bytes, length - kept_until) << "cut at " << length;
    EXPECT_EQ(trace.losses().cut_bytes, length - kept_until) << "cut at " << length;
    EXPECT_FALSE(trace.complete());
    dumped(trace);
  }
  for (size_t length = 0; length < first_end; ++length) {  // nothing whole: not a trace of nothing
    EXPECT_THAT(message_for(whole.substr(0, length)), StartsWith("made.flog: ")) << "cut at " << length;
  }
}

TEST(Archive, WithAnyBitFlippedTheRestIsReadAndTheLossIsStated) {
  const std::string whole = pack(kSample, "sample");
  const std::string text = [&] {
    Trace trace = open_bytes(whole);
    return dumped(trace);
  }();
  for (size_t bit = sizeof(format::FileHeader) * 8; bit < whole.size() * 8; ++bit) {
    std::string bytes = whole;
    bytes[bit / 8] ^= char(1 << bit % 8);
    Trace trace = open_bytes(bytes);
    EXPECT_GT(trace.losses().damaged_bytes, 0u) << "bit " << bit;
    EXPECT_NE(dumped(trace), text) << "bit " << bit;
  }
}

TEST(Archive, WithABitOfTheFileHeaderFlippedItIsReadOrRefused) {
  const std::string whole = pack(kSample, "sample");
  for (size_t bit = 0; bit < sizeof(format::FileHeader) * 8; ++bit) {
    std::string bytes = whole;
    bytes[bit / 8] ^= char(1 << bit % 8);
    const std::string message = message_for(bytes);
    const bool in_trace_id = bit / 8 >= offsetof(format::FileHeader, trace);
    EXPECT_TRUE(message == "(no error)" || !in_trace_id) << "bit " << bit << ": " << message;
  }
}

TEST(Archive, AChunkThatStandsTwiceCountsOnce) {
  std::string bytes = pack(kSample, "sample");
  const Block chunk = blocks_of(bytes)[3];
  bytes.insert(size_t(chunk.end()), bytes.substr(size_t(chunk.offset), size_t(chunk.end() - chunk.offset)));
  Trace trace = open_bytes(bytes);

  EXPECT_EQ(records_in(trace), 6u);
}

TEST(Archive, ChunksComeInTheOrderOfTheirSequenceWhereverTheyStand) {
  Trace trace = made_trace(
      "trace 6f1c0a52-7d1e-4b7a-9c3e-2f5d8a1b4c6e\nchunk 1 2\nchunk 2 0\nchunk 1 0\nchunk 1 3\nchunk 1 1\n");
  std::vector<std::pair<uint32_t, uint64_t>> seen;

  trace.for_each_chunk([&](const Chunk& chunk) { seen.emplace_back(chunk.thread, chunk.sequence); });

  const std::vector<std::pair<uint32_t, uint64_t>> expected = {{2, 0}, {1, 0}, {1, 1}, {1, 2}, {1, 3}};
  EXPECT_EQ(seen, expected);
}

}  // namespace
}  // namespace flowlog::trace
