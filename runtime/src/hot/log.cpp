// log.cpp: log records on their way into the stream (log.h makes their payload).
#include <flowlog/abi.h>
#include <flowlog/format.h>

#include "wide_record.h"

namespace flowlog::runtime {
namespace {

// Before there is a chunk there may be no recorder, and then it is not known yet which clock to read.
__attribute__((noinline, cold)) bool make_ready() {
  leave_parents_trace();
  if (words_left(this_thread.cursor) == 0 && next_chunk(1) != Room::kFound) return false;
  if (is_far_from_base(ticks_now(hot.clock))) put_time();
  return true;
}

}  // namespace
}  // namespace flowlog::runtime

using namespace flowlog::runtime;

extern "C" __attribute__((visibility("default"), nothrow)) void flowlog_log(const uint64_t* payload,
                                                                            uint32_t words) {
  if (!is_recording() || words > FLOWLOG_LOG_MAX_WORDS) return;
  const uint64_t ticks = ticks_now(hot.clock);
  const bool ready =
      !is_clock_a_call(hot.clock) && words_left(this_thread.cursor) != 0 && !is_far_from_base(ticks);
  if (__builtin_expect(ready, 1)) return put_words(flowlog::format::Wide::kLog, payload, words, ticks);
  if (make_ready()) put_words(flowlog::format::Wide::kLog, payload, words, ticks_now(hot.clock));
}
