// columns_test.cpp: what is encoded is what the reader decodes, word for word.
#include "archive/columns.h"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "archive/block_writer.h"
#include "trace/chunk.h"

namespace flowlog::archive {
namespace {

using namespace format;

trace::Chunk round_trip(const std::vector<uint64_t>& words, uint64_t base) {
  std::vector<uint8_t> bytes(columns_bound(words.size()));
  bytes.resize(
      encode_columns({3, 77, 5, base, 2}, words.data(), static_cast<uint32_t>(words.size()), bytes.data()));
  trace::Chunk chunk;
  EXPECT_TRUE(trace::decode_columns({reinterpret_cast<const std::byte*>(bytes.data()), bytes.size()}, chunk));
  EXPECT_EQ(chunk.thread, 3u);
  EXPECT_EQ(chunk.os_thread, 77u);
  EXPECT_EQ(chunk.sequence, 5u);
  EXPECT_EQ(chunk.base_ticks, base);
  EXPECT_EQ(chunk.depth, 2u);
  return chunk;
}

TEST(Columns, KindsSitesAndTimesComeBack) {
  const uint64_t base = 5'000'000'000'000;  // beyond 40 bits
  const auto chunk =
      round_trip({record(Kind::kEnter, 1, base + 10), 0, record(Kind::kEnter, kMaxSite, base + 700),
                  record(Kind::kExitError, kMaxSite, base + 650), record(Kind::kExitSuccess, 1, base + 900)},
                 base);
  ASSERT_EQ(chunk.records.size(), 5u);
  EXPECT_EQ(chunk.records[0].value, base + 10);
  EXPECT_EQ(chunk.records[1].kind, Kind::kNone);
  EXPECT_EQ(chunk.records[2].site, kMaxSite);
  EXPECT_EQ(chunk.records[2].value, base + 700);
  EXPECT_EQ(chunk.records[3].kind, Kind::kExitError);
  EXPECT_EQ(chunk.records[3].value, base + 650);
  EXPECT_EQ(chunk.records[4].value, base + 900);
}

TEST(Columns, ATimeALittleBeforeTheBase) {
  EXPECT_EQ(round_trip({record(Kind::kEnter, 1, 995)}, 1000).records[0].value, 995u);
}

TEST(Columns, TheFieldOfTimeWrapsRound) {
  const uint64_t base = kTimeMask - 5;
  EXPECT_EQ(round_trip({record(Kind::kEnter, 1, base + 20)}, base).records[0].value, base + 20);
}

TEST(Columns, ATimeRecordGivesANewBase) {
  const uint64_t later = 77'000'000'000'123;
  const std::vector<uint64_t> words = {record(Kind::kEnter, 1, 100),
                                       payload_word(later & ((uint64_t{1} << 56) - 1), 7),
                                       payload_word(later >> 56, 1), wide_header(Wide::kTime, 2, later),
                                       record(Kind::kExitSuccess, 1, later + 9)};
  const auto chunk = round_trip(words, 90);
  EXPECT_EQ(chunk.records[1].value, words[1]);
  EXPECT_EQ(chunk.records[2].value, words[2]);
  EXPECT_EQ(chunk.records[3].value, later);
  EXPECT_EQ(chunk.records[4].value, later + 9);
}

TEST(Columns, AnEmptyChunk) { EXPECT_TRUE(round_trip({}, 1).records.empty()); }

// A block that the sink refused was not written, and can be written again under its number.
TEST(BlockWriter, ARefusedBlockKeepsItsNumber) {
  struct {
    bool refuse = false;
    std::vector<BlockHeader> headers;
  } file;
  const Sink sink{[](void* self, const void* data, size_t bytes) {
                    auto& to = *static_cast<decltype(file)*>(self);
                    if (to.refuse) return false;
                    if (bytes >= sizeof(BlockHeader) && bytes != sizeof(FileHeader)) {
                      to.headers.emplace_back();
                      std::memcpy(&to.headers.back(), data, sizeof(BlockHeader));
                    }
                    return true;
                  },
                  &file};
  BlockWriter writer;
  const unsigned char trace[16] = {1};
  ASSERT_TRUE(writer.begin_file(sink, trace));
  EXPECT_TRUE(writer.about("{}", 2));
  file.refuse = true;
  EXPECT_FALSE(writer.end({1, 2}));
  file.refuse = false;
  EXPECT_TRUE(writer.end({1, 2}));
  ASSERT_EQ(file.headers.size(), 2u);
  EXPECT_EQ(file.headers[0].number, 0u);
  EXPECT_EQ(file.headers[1].number, 1u);
}

}  // namespace
}  // namespace flowlog::archive
