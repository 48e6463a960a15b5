// rare.h: what several hooks do now and then, and never in the plain call that enters and returns.
#pragma once

#include <flowlog/abi.h>

#include "../dynamic_type.h"
#include "../live_sessions.h"
#include "../received_headers.h"
#include "open_sessions.h"
#include "thread_state.h"
#include "wide_record.h"

#define FLOWLOG_HOOK extern "C" __attribute__((visibility("default")))
#define FLOWLOG_SESSION_HOOK \
  extern "C" __attribute__((visibility("default"), nothrow))  // as session_abi.h says
#define FLOWLOG_COLD __attribute__((noinline, cold))

namespace flowlog::runtime {

// Of the thread's flowlog::sessions outside of the first `count` entries, those in the trace.
inline uint32_t recorded_explicit_from(uint32_t count) {
  uint32_t recorded = this_thread.deeper_recorded;
  for (uint32_t i = count; i < session_count(); ++i) {
    const OpenSession& session = this_thread.sessions[i];
    if (session.kind == SessionKind::kExplicit && session.position != 0) ++recorded;
  }
  return recorded;
}

// The session of entry `at` ends: a flowlog::session with a record of its own. To be settled afterwards.
inline void end_session(uint32_t at) {
  const OpenSession ended = this_thread.sessions[at];
  const uint32_t inside = recorded_explicit_from(at + 1);
  remove_session(at);
  if (ended.kind != SessionKind::kExplicit) return;
  if (ended.shared != 0) live_sessions.remove(ended.shared);
  if (ended.has_headers) received_headers.remove(ended.number);
  if (ended.position == 0) return;
  unpark();
  put_session_end(inside);
}

// Calls above the outermost `calls` were left, and with them the sessions that began there. A record tells of
// those that are in the trace, and also if there seem to be none where it is `asked_for`.
inline void fall_to(uint32_t calls, bool asked_for) {
  const uint32_t before = recorded_calls(this_thread, open_calls());
  const uint32_t after = recorded_calls(this_thread, calls);
  unpark();
  const bool dropped =
      (before != after || asked_for) && put_integer(format::Wide::kResync, after, sizeof after) == nullptr;
  for (uint32_t i = session_count(); i-- > 0;) {
    if (this_thread.sessions[i].depth > calls) end_session(i);
  }
  this_thread.depth = (this_thread.depth & ~kCallsMask) | calls;
  if (dropped) lost_down_to(calls);
  settle();
}

// Records that frames above the call of `token` were left without their exits, if there are any. False if the
// call itself is not in this trace: it was entered before this process was forked.
FLOWLOG_COLD inline bool close_calls_above(uint32_t token) {
  if (!is_ours()) leave_parents_trace();
  if (calls_in(token) > open_calls()) return false;
  if (calls_in(token) < open_calls()) fall_to(calls_in(token), false);
  return true;
}

// Of a session's token, beside its number: there is a record of it.
inline constexpr uint64_t kRecorded = uint64_t{1} << 62;
constexpr uint64_t number_of(uint64_t token) { return token & ~(kRecorded | FLOWLOG_SESSION_ENDED); }

FLOWLOG_COLD inline void misused(const char* how) {
  tell_of_misuse(how);
  if (!is_recording()) return;
  unpark();
  put_text(format::Wide::kMisuse, how, __builtin_strlen(how));
  settle();
}

// Whether more is to be recorded of the call of `token`, which is innermost and about to end. The cursor is
// not parked then.
inline bool is_recorded(uint32_t token) {
  if ((token & kSkippedCall) != 0) return false;
  unpark();
  return true;
}

// What begins now has no known caller: between it and the innermost call in the trace stands what is not
// recorded.
FLOWLOG_COLD inline void put_apart() { put_text(format::Wide::kApart, nullptr, 0); }

inline void tell_if_apart() {
  if (is_sampling() && is_apart() && recorded_calls(this_thread, open_calls()) != 0) put_apart();
}

// Ends the call of `token`, which is innermost, where that may be more than an exit record.
FLOWLOG_COLD void end_call(const flowlog_site* site, uint32_t token, uint32_t outcome);

// Records what it was that ended the innermost open call. Returns the call's outcome.
FLOWLOG_COLD inline uint32_t put_exception(void* exception) {
  const ExceptionType type = exception_type(exception);
  switch (type.origin) {
    case ExceptionOrigin::kCxx:
      put_text(format::Wide::kException, type.type_name.data(), type.type_name.size());
      return FLOWLOG_ERROR;
    case ExceptionOrigin::kForeign: {
      constexpr std::string_view kForeign = "(foreign exception)";
      put_text(format::Wide::kDetail, kForeign.data(), kForeign.size());
      return FLOWLOG_ERROR;
    }
    case ExceptionOrigin::kForced:
      break;
  }
  return FLOWLOG_ABANDONED;
}

}  // namespace flowlog::runtime
