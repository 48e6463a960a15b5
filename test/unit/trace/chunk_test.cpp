#include "trace/chunk.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "archive/columns.h"
#include "trace/text_form.h"

namespace flowlog::trace {
namespace {

using format::Kind;
using format::record;

std::string encoded(const std::vector<uint64_t>& words, uint64_t base_ticks) {
  std::string columns(archive::columns_bound(words.size()), '\0');
  const archive::ChunkFacts facts{3, 77, 5, base_ticks, 2};
  columns.resize(archive::encode_columns(facts, words.data(), uint32_t(words.size()),
                                         reinterpret_cast<uint8_t*>(columns.data())));
  return columns;
}

std::string as_bytes(const std::vector<uint64_t>& words) {
  return {reinterpret_cast<const char*>(words.data()), words.size() * sizeof(uint64_t)};
}

std::vector<uint64_t> sample_words() {
  std::vector<uint64_t> words{record(Kind::kEnter, 1, 1000), 0, record(Kind::kExitError, 1, 990)};
  append_wide(words, format::Wide::kDetail, "a text of more than seven bytes", 1100);
  const uint64_t far = uint64_t{1} << 50;
  append_wide(words, format::Wide::kTime, {reinterpret_cast<const char*>(&far), sizeof far}, far);
  words.push_back(record(Kind::kEnter, format::kMaxSite, far + 4));
  return words;
}

TEST(Chunk, ColumnsAndRawWordsGiveTheSameRecords) {
  const std::vector<uint64_t> words = sample_words();
  Chunk from_columns;
  Chunk from_words;
  from_words.base_ticks = 950;

  ASSERT_TRUE(decode_columns(bytes_of(encoded(words, 950)), from_columns));
  EXPECT_EQ(decode_words(bytes_of(as_bytes(words)), from_words), 0u);

  EXPECT_EQ(from_columns.thread, 3u);
  EXPECT_EQ(from_columns.sequence, 5u);
  EXPECT_EQ(from_columns.depth, 2u);
  ASSERT_EQ(from_columns.records.size(), words.size());
  ASSERT_EQ(from_words.records.size(), words.size());
  for (size_t i = 0; i < words.size(); ++i) {
    EXPECT_EQ(from_columns.records[i].kind, from_words.records[i].kind) << i;
    EXPECT_EQ(from_columns.records[i].site, from_words.records[i].site) << i;
    EXPECT_EQ(from_columns.records[i].value, from_words.records[i].value) << i;
  }
  EXPECT_EQ(from_columns.records.back().value, (uint64_t{1} << 50) + 4);
  EXPECT_EQ(from_columns.records[2].value, 990u);  // a handler's records may run back
}

TEST(Chunk, APayloadIsReadFromTheWordsBeforeItsHeader) {
  Chunk chunk;
  decode_words(bytes_of(as_bytes(sample_words())), chunk);
  std::string payload;

  size_t header = 3;
  while (chunk.records[header].kind == Kind::kPayload) ++header;

  ASSERT_TRUE(read_payload(chunk.records, header, payload));
  EXPECT_EQ(payload, "a text of more than seven bytes");
}

TEST(Chunk, ARecordThatWasCutShortHasNoPayload) {
  std::vector<uint64_t> words;
  append_wide(words, format::Wide::kDetail, "more than seven", 0);
  words[0] = 0;  // its store had not happened yet
  Chunk chunk;
  decode_words(bytes_of(as_bytes(words)), chunk);
  std::string payload;

  EXPECT_FALSE(read_payload(chunk.records, words.size() - 1, payload));
}

TEST(Chunk, WordsOfUnknownKindsAreCountedAndSkipped) {
  Chunk chunk;

  EXPECT_EQ(decode_words(bytes_of(as_bytes({record(Kind(9), 1, 1), record(Kind::kEnter, 1, 1)})), chunk), 1u);

  EXPECT_EQ(chunk.records[0].kind, Kind::kNone);
  EXPECT_EQ(chunk.records[1].kind, Kind::kEnter);
}

TEST(Chunk, ColumnsThatContradictTheirLengthsAreRefused) {
  const std::string good = encoded(sample_words(), 950);
  for (size_t field = offsetof(format::ChunkColumns, words); field < offsetof(format::ChunkColumns, reserved);
       field += 4) {
    for (const uint32_t lie : {0u, 1u, 0xFFFFu, 0xFFFFFFFFu}) {
      std::string bad = good;
      bad.replace(field, 4, reinterpret_cast<const char*>(&lie), 4);
      Chunk chunk;
      EXPECT_FALSE(decode_columns(bytes_of(bad), chunk)) << "field at " << field << " = " << lie;
    }
  }
}

}  // namespace
}  // namespace flowlog::trace
