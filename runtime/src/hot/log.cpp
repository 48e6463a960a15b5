// log.cpp: log records on their way into the stream (log.h makes their payload).
#include <flowlog/abi.h>
#include <flowlog/format.h>

#include "open_sessions.h"
#include "wide_record.h"

namespace flowlog::runtime {
namespace {

// Outside of any session a log is kept, also where sessions are sampled.
__attribute__((noinline, cold)) void log_slowly(const uint64_t* payload, uint32_t words) {
  if (is_skipping()) return;
  unpark();
  uint64_t ticks;
  if (make_ready(ticks)) put_words(format::Wide::kLog, payload, words, ticks);
  settle();
}

}  // namespace
}  // namespace flowlog::runtime

using namespace flowlog::runtime;

extern "C" __attribute__((visibility("default"), nothrow)) void flowlog_log(const uint64_t* payload,
                                                                            uint32_t words) {
  if (!is_recording() || words > FLOWLOG_LOG_MAX_WORDS) return;
  uint64_t ticks;
  if (__builtin_expect(!is_ready_at_once(ticks), 0)) return log_slowly(payload, words);
  put_words(flowlog::format::Wide::kLog, payload, words, ticks);
}
