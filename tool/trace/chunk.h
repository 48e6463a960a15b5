// chunk.h: a chunk of one thread, taken apart: docs/format.md, "Records".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "flowlog/format.h"
#include "trace/bytes.h"

namespace flowlog::trace {

// No chunk has more words: a session id has 13 bits for the word, and the last of them stands for none.
inline constexpr uint32_t kMaxChunkWords = (1u << 13) - 1;

// One word. Records stand at their word's place, since a session's id is made of it.
struct Record {
  uint64_t value = 0;  // full time in ticks; of a payload word, the whole word
  uint32_t site = 0;   // site field
  format::Kind kind = format::Kind::kNone;
};

struct Chunk {
  uint32_t thread = 0;
  uint32_t os_thread = 0;
  uint64_t sequence = 0;
  uint64_t base_ticks = 0;
  uint32_t depth = 0;
  std::vector<Record> records;
};

// The payload of the wide record whose header is `records[header]`, in `into`. False if its payload words are
// not all there: the record was cut short.
bool read_payload(const std::vector<Record>& records, size_t header, std::string& into);

// As above, as a number; nothing if it is not exactly as wide as `T`.
template <class T>
std::optional<T> read_number(const std::vector<Record>& records, size_t header) {
  std::string payload;
  if (!read_payload(records, header, payload) || payload.size() != sizeof(T)) return {};
  return ByteReader(bytes_of(payload)).read<T>();
}

// The payload of a remote record; nothing if it is none, or names no session.
std::optional<format::RemoteParent> read_remote_parent(std::string_view payload);

// The payload of a chunk block. False if it contradicts itself; `chunk` then holds no records of use.
bool decode_columns(Bytes payload, Chunk& chunk);

// The words of a chunk in the pool, after `chunk`'s other fields were filled in. Unknown kinds count as words
// that were never written; returns how many there were.
size_t decode_words(Bytes words, Chunk& chunk);

// The words of such a chunk again.
std::vector<uint64_t> words_of(const Chunk& chunk);

}  // namespace flowlog::trace
