// columns.cpp: one pass over the words for each column, so that each is written where it belongs at once.
#include "columns.h"

#include <cstring>

namespace flowlog::archive {
namespace {

using namespace format;

constexpr size_t kMaxSiteBytes = 3;   // a varint of 20 bits
constexpr size_t kMaxTimeBytes = 10;  // a varint of 64 bits

uint8_t* put_varint(uint8_t* out, uint64_t value) {
  for (; value >= 0x80; value >>= 7) *out++ = static_cast<uint8_t>(value | 0x80);
  *out++ = static_cast<uint8_t>(value);
  return out;
}

constexpr uint64_t zigzag(int64_t value) {
  return static_cast<uint64_t>(value) << 1 ^ static_cast<uint64_t>(value >> 63);
}

bool has_site_and_time(uint64_t word) {
  const Kind kind = kind_of(word);
  return kind != Kind::kNone && kind != Kind::kPayload;
}

uint8_t* put_kinds(uint8_t* out, const uint64_t* words, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) out[i] = static_cast<uint8_t>(kind_of(words[i]));
  return out + count;
}

uint8_t* put_sites(uint8_t* out, const uint64_t* words, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) {
    if (has_site_and_time(words[i])) out = put_varint(out, site_of(words[i]));
  }
  return out;
}

// The ticks of the `time` record whose header is words[at]; false if its payload is not there.
bool ticks_carried(const uint64_t* words, uint32_t at, uint64_t& ticks) {
  if (kind_of(words[at]) != Kind::kWide || wide_type_of(words[at]) != Wide::kTime) return false;
  if (payload_words_of(words[at]) != 2 || at < 2) return false;
  constexpr uint64_t kData = (uint64_t{1} << 56) - 1;
  ticks = (words[at - 2] & kData) | words[at - 1] << 56;
  return kind_of(words[at - 2]) == Kind::kPayload && kind_of(words[at - 1]) == Kind::kPayload;
}

uint8_t* put_times(uint8_t* out, const uint64_t* words, uint32_t count, uint64_t base) {
  uint64_t before = base;
  for (uint32_t i = 0; i < count; ++i) {
    if (!has_site_and_time(words[i])) continue;
    uint64_t carried;
    if (ticks_carried(words, i, carried)) base = carried;
    const uint64_t now = full_time(words[i], base);
    out = put_varint(out, zigzag(static_cast<int64_t>(now - before)));
    before = now;
  }
  return out;
}

uint8_t* put_payload(uint8_t* out, const uint64_t* words, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) {
    if (kind_of(words[i]) != Kind::kPayload) continue;
    std::memcpy(out, &words[i], sizeof words[i]);
    out += sizeof words[i];
  }
  return out;
}

}  // namespace

size_t columns_bound(size_t words) {
  return sizeof(ChunkColumns) +
         words * (1 + kMaxSiteBytes + kMaxTimeBytes);  // more than a payload word's 1 + 8
}

size_t encode_columns(const ChunkFacts& chunk, const uint64_t* words, uint32_t count, uint8_t* out) {
  uint8_t* const kinds = out + sizeof(ChunkColumns);
  uint8_t* const sites = put_kinds(kinds, words, count);
  uint8_t* const times = put_sites(sites, words, count);
  uint8_t* const payload = put_times(times, words, count, chunk.base_ticks);
  uint8_t* const end = put_payload(payload, words, count);

  ChunkColumns columns{};
  columns.thread = chunk.thread;
  columns.os_thread = chunk.os_thread;
  columns.sequence = chunk.sequence;
  columns.base_ticks = chunk.base_ticks;
  columns.depth = chunk.depth;
  columns.words = count;
  columns.site_bytes = static_cast<uint32_t>(times - sites);
  columns.time_bytes = static_cast<uint32_t>(payload - times);
  columns.payload_words = static_cast<uint32_t>((end - payload) / 8);
  std::memcpy(out, &columns, sizeof columns);
  return static_cast<size_t>(end - out);
}

}  // namespace flowlog::archive
