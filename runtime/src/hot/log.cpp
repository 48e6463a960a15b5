// log.cpp: room for log records in the stream (log.h makes their payload).
#include <flowlog/format.h>
#include <flowlog/log_abi.h>

#include "open_sessions.h"
#include "rare.h"
#include "wide_record.h"

namespace flowlog::runtime {
namespace {

inline flowlog_log_place place_at(uint64_t* place, uint32_t words, uint64_t ticks) {
  return {place, format::wide_header(format::Wide::kLog, words, ticks)};
}

// Outside of any session a log is kept, also where sessions are sampled.
FLOWLOG_COLD flowlog_log_place begin_slowly(uint32_t words) {
  leave_ended_elsewhere();
  if (words > FLOWLOG_LOG_MAX_WORDS || is_skipping()) return {};
  unpark();
  uint64_t ticks;
  uint64_t* const place = make_ready(ticks) ? reserve_words(words + 1) : nullptr;
  settle();
  return place != nullptr ? place_at(place, words, ticks) : flowlog_log_place{};
}

}  // namespace
}  // namespace flowlog::runtime

using namespace flowlog::runtime;

FLOWLOG_HOOK flowlog_log_place flowlog_log_begin(uint32_t words) {
  if (!is_recording()) return {};
  Place place;
  if (__builtin_expect(words > FLOWLOG_LOG_MAX_WORDS || !reserve_at_once(words + 1, place), 0))
    return begin_slowly(words);
  return place_at(place.words, words, place.ticks);
}
