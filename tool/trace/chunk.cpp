// chunk.cpp: see chunk.h.
#include "trace/chunk.h"

#include <algorithm>
#include <cstring>
#include <iterator>

namespace flowlog::trace {
namespace {

using format::Kind;

enum class Form : uint8_t { kEmpty, kTimed, kPayload, kUnknown };

constexpr Form form_of(Kind kind) {
  switch (kind) {
    case Kind::kNone:
      return Form::kEmpty;
    case Kind::kEnter:
    case Kind::kWide:
    case Kind::kExitSuccess:
    case Kind::kExitError:
    case Kind::kExitPartial:
    case Kind::kExitAbandoned:
      return Form::kTimed;
    case Kind::kPayload:
      return Form::kPayload;
  }
  return Form::kUnknown;
}

// The ticks that a time record at `header` carries, if there is one.
std::optional<uint64_t> new_base(const std::vector<Record>& records, size_t header) {
  const Record& record = records[header];
  if (record.kind != Kind::kWide || record.site >> format::kWideTypeShift != uint32_t(format::Wide::kTime)) {
    return {};
  }
  return read_number<uint64_t>(records, header);
}

}  // namespace

bool read_payload(const std::vector<Record>& records, size_t header, std::string& into) {
  into.clear();
  const size_t words = records[header].site & format::kMaxPayloadWords;
  if (words > header) return false;
  for (size_t i = header - words; i < header; ++i) {
    if (records[i].kind != Kind::kPayload) return false;
    const uint64_t word = records[i].value;
    const unsigned bytes = word >> 56 & 15;
    if (bytes > format::kPayloadBytesPerWord) return false;
    for (unsigned k = 0; k < bytes; ++k) into += char(word >> (8 * k) & 0xFF);
  }
  return true;
}

std::optional<format::RemoteParent> read_remote_parent(std::string_view payload) {
  format::RemoteParent remote{};
  if (payload.size() != format::kRemoteParentBytes) return {};
  std::memcpy(&remote, payload.data(), payload.size());
  const auto is_zero = [](uint8_t byte) { return byte == 0; };
  if (std::all_of(std::begin(remote.trace_id), std::end(remote.trace_id), is_zero)) return {};
  return remote;
}

bool decode_columns(Bytes payload, Chunk& chunk) {
  ByteReader reader(payload);
  const auto head = reader.read<format::ChunkColumns>();
  if (!reader.ok() || head.words > kMaxChunkWords || head.payload_words > head.words) return false;
  const Bytes kinds = reader.take(head.words);
  ByteReader sites(reader.take(head.site_bytes));
  ByteReader times(reader.take(head.time_bytes));
  ByteReader payloads(reader.take(size_t{head.payload_words} * sizeof(uint64_t)));
  if (!reader.ok() || reader.left() != 0) return false;

  chunk.thread = head.thread;
  chunk.os_thread = head.os_thread;
  chunk.sequence = head.sequence;
  chunk.base_ticks = head.base_ticks;
  chunk.depth = head.depth;
  chunk.records.resize(head.words);
  uint64_t ticks = head.base_ticks;
  for (size_t i = 0; i < chunk.records.size(); ++i) {
    Record& record = chunk.records[i];
    record.kind = Kind(kinds[i]);
    switch (form_of(record.kind)) {
      case Form::kTimed:
        record.site = uint32_t(sites.varint());
        ticks += uint64_t(times.zigzag());
        if (record.site > format::kMaxSite) return false;
        record.value = ticks;
        break;
      case Form::kPayload:
        record.site = 0;
        record.value = payloads.read<uint64_t>();
        break;
      case Form::kEmpty:
        record = {};
        break;
      case Form::kUnknown:
        return false;
    }
  }
  const bool all_used = sites.left() == 0 && times.left() == 0 && payloads.left() == 0;
  return sites.ok() && times.ok() && payloads.ok() && all_used;
}

std::vector<uint64_t> words_of(const Chunk& chunk) {
  std::vector<uint64_t> words;
  for (const Record& record : chunk.records) {
    const bool is_timed = form_of(record.kind) == Form::kTimed;
    words.push_back(is_timed ? format::record(record.kind, record.site, record.value) : record.value);
  }
  return words;
}

size_t decode_words(Bytes words, Chunk& chunk) {
  ByteReader reader(words);
  chunk.records.assign(words.size() / sizeof(uint64_t), Record{});
  size_t unknown = 0;
  uint64_t base = chunk.base_ticks;
  for (size_t i = 0; i < chunk.records.size(); ++i) {
    const auto word = reader.read<uint64_t>();
    Record& record = chunk.records[i];
    record.kind = format::kind_of(word);
    switch (form_of(record.kind)) {
      case Form::kTimed:
        record.site = format::site_of(word);
        if (const auto given = new_base(chunk.records, i)) base = *given;
        record.value = format::full_time(word, base);
        break;
      case Form::kPayload:
        record.value = word;
        break;
      case Form::kEmpty:
        record = {};
        break;
      case Form::kUnknown:
        record = {};
        ++unknown;
        break;
    }
  }
  return unknown;
}

}  // namespace flowlog::trace
