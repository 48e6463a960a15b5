// log.cpp: room for log records in the stream (log.h makes their payload).
#include <flowlog/format.h>
#include <flowlog/log_abi.h>

#include "open_sessions.h"
#include "rare.h"
#include "wide_record.h"

namespace flowlog::runtime {
namespace {

inline flowlog_log_place place_at(uintptr_t place, uint32_t words, uint64_t ticks) {
  return {reinterpret_cast<uint64_t*>(place), format::wide_header(format::Wide::kLog, words, ticks)};
}

// Outside of any session a log is kept, also where sessions are sampled.
FLOWLOG_COLD flowlog_log_place begin_slowly(uint32_t words) {
  if (words > FLOWLOG_LOG_MAX_WORDS || is_skipping()) return {};
  unpark();
  uint64_t ticks;
  const uint64_t* const place = make_ready(ticks) ? reserve_words(words + 1) : nullptr;
  settle();
  if (place == nullptr) return {};
  return place_at(reinterpret_cast<uintptr_t>(place), words, ticks);
}

}  // namespace
}  // namespace flowlog::runtime

using namespace flowlog::runtime;

FLOWLOG_HOOK flowlog_log_place flowlog_log_begin(uint32_t words) {
  if (!is_recording()) return {};
  const ClockKind clock = hot.clock;
  if (__builtin_expect(is_clock_a_call(clock), 0)) return begin_slowly(words);
  const uint64_t ticks = ticks_in_place(clock);
  const uintptr_t place = *const_cast<const volatile uintptr_t*>(&this_thread.cursor);
  const bool fits = words <= FLOWLOG_LOG_MAX_WORDS && words_left(place) > words;
  if (__builtin_expect(
          fits && !is_far_from_base(ticks) && move_cursor(place, place + (words + 1) * sizeof(uint64_t)), 1))
    return place_at(place, words, ticks);
  return begin_slowly(words);
}
