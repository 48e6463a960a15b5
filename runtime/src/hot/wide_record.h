// wide_record.h: records of several words: payload first, header last, so that one cut short is skipped.
#pragma once

#include <flowlog/format.h>
#include <string.h>

#include <cstddef>
#include <cstdint>

#include "../slow_path.h"
#include "thread_state.h"

namespace flowlog::runtime {

inline constexpr size_t kMaxText_bytes =
    1024;  // longer ones are cut; a record must fit into the smallest chunk

constexpr uint32_t words_for(size_t payload_bytes) {
  using format::kPayloadBytesPerWord;
  return static_cast<uint32_t>((payload_bytes + kPayloadBytesPerWord - 1) / kPayloadBytesPerWord) + 1;
}

// Words that were reserved, and the time of the record that is to stand there.
struct Place {
  uint64_t* words;
  const format::ChunkHeader* chunk;
  uint64_t ticks;
};

// Reserves `count` words that follow one another where that takes no call, which is nearly always. The size
// of the chunk is read between the two looks at the cursor, so that it is that of the cursor's chunk.
inline bool reserve_at_once(uint32_t count, Place& place) {
  const ClockKind clock = clock_now();
  if (is_clock_a_call(clock)) return false;
  place.ticks = ticks_in_place(clock);
  const uintptr_t at = *const_cast<const volatile uintptr_t*>(&this_thread.cursor);
  const uintptr_t mask = *const_cast<const volatile uintptr_t*>(&this_thread.offset_mask);
  const uintptr_t offset = at & mask, bytes = count * sizeof(uint64_t);
  if (offset < sizeof(format::ChunkHeader) || offset + bytes > mask + 1) return false;
  if (is_far_from_base(place.ticks) || !move_cursor(at, at + bytes)) return false;
  place.words = reinterpret_cast<uint64_t*>(at);
  place.chunk = reinterpret_cast<const format::ChunkHeader*>(at & ~mask);
  return true;
}

// Likewise, however long it takes; nullptr if the record is dropped.
inline uint64_t* reserve_words(uint32_t count) {
  for (;;) {
    const uintptr_t place = *const_cast<const volatile uintptr_t*>(&this_thread.cursor);
    if (words_left(place) < count) {
      if (next_chunk(count) != Room::kFound) return nullptr;
    } else if (move_cursor(place, place + count * sizeof(uint64_t))) {
      return reinterpret_cast<uint64_t*>(place);
    }
  }
}

// Seven bytes, the first lowest.
inline uint64_t load_seven(const unsigned char* from) {
  uint32_t first, last;
  memcpy(&first, from, sizeof first);
  memcpy(&last, from + 3, sizeof last);
  return first | uint64_t{last} << 24;
}

// 1 to 7 bytes, the first lowest. Loads may overlap, so that there is no loop.
inline uint64_t load_below_eight(const unsigned char* from, unsigned bytes) {
  if (bytes >= 4) {
    uint32_t first, last;
    memcpy(&first, from, sizeof first);
    memcpy(&last, from + bytes - sizeof last, sizeof last);
    return first | uint64_t{last} << (8 * (bytes - sizeof last));
  }
  const unsigned middle = bytes / 2, last = bytes - 1;
  return from[0] | uint64_t{from[middle]} << (8 * middle) | uint64_t{from[last]} << (8 * last);
}

// Writes a record whose time is `ticks` to `word` and the following ones, words_for(bytes) in all; returns
// its header.
inline uint64_t* write_payload(uint64_t* word, format::Wide type, const void* data, size_t bytes,
                               uint64_t ticks) {
  using format::kPayloadBytesPerWord;
  const uint32_t payload_words = words_for(bytes) - 1;
  const auto* from = static_cast<const unsigned char*>(data);
  for (; bytes >= kPayloadBytesPerWord; from += kPayloadBytesPerWord, bytes -= kPayloadBytesPerWord) {
    __atomic_store_n(word++, format::payload_word(load_seven(from), kPayloadBytesPerWord), __ATOMIC_RELAXED);
  }
  if (bytes > 0) {
    const auto rest = static_cast<unsigned>(bytes);
    __atomic_store_n(word++, format::payload_word(load_below_eight(from, rest), rest), __ATOMIC_RELAXED);
  }
  // release: after a kill, a header that is there has its payload before it.
  __atomic_store_n(word, format::wide_header(type, payload_words, ticks), __ATOMIC_RELEASE);
  return word;
}

// As above, to words of the thread's chunk; nullptr if it was dropped.
inline uint64_t* put_payload(format::Wide type, const void* data, size_t bytes, uint64_t ticks) {
  uint64_t* word = reserve_words(words_for(bytes));
  return word != nullptr ? write_payload(word, type, data, bytes, ticks) : nullptr;
}

// Gives the records that follow a new base.
inline void put_time() {
  const uint64_t ticks = ticks_now(hot.clock);
  if (put_payload(format::Wide::kTime, &ticks, sizeof ticks, ticks) != nullptr)
    this_thread.base_ticks = ticks;
}

// Before there is a chunk there may be no recorder, and then it is not known yet which clock to read.
__attribute__((noinline, cold)) inline bool make_ready(uint64_t& ticks) {
  leave_parents_trace();
  if (words_left(this_thread.cursor) == 0 && next_chunk(1) != Room::kFound) return false;
  ticks = ticks_now(hot.clock);
  if (is_far_from_base(ticks)) put_time();
  return true;
}

// Whether a record can be made with stores alone; reads its time.
inline bool is_ready_at_once(uint64_t& ticks) {
  const ClockKind clock = clock_now();
  if (is_clock_a_call(clock)) return false;
  ticks = ticks_in_place(clock);
  return words_left(this_thread.cursor) != 0 && !is_far_from_base(ticks);
}

// Makes ready for a record, and reads its time; false if it is dropped.
inline bool is_ready(uint64_t& ticks) {
  return __builtin_expect(is_ready_at_once(ticks), 1) || make_ready(ticks);
}

inline uint64_t* put_text(format::Wide type, const char* text, size_t bytes) {
  uint64_t ticks;
  if (!is_ready(ticks)) return nullptr;
  return put_payload(type, text, bytes < kMaxText_bytes ? bytes : kMaxText_bytes, ticks);
}

// `bytes` of `value`, the lowest first.
inline uint64_t* put_integer(format::Wide type, uint64_t value, size_t bytes) {
  return put_text(type, reinterpret_cast<const char*>(&value), bytes);
}

// The flowlog::session ends that has `inside` others in the trace inside of it, on this thread.
inline void put_session_end(uint32_t inside) {
  const uint64_t* const header = inside == 0
                                     ? put_text(format::Wide::kSessionEnd, nullptr, 0)
                                     : put_integer(format::Wide::kOuterSessionEnd, inside, sizeof inside);
  if (header == nullptr) ++this_thread.lost.ended_sessions;
}

}  // namespace flowlog::runtime
