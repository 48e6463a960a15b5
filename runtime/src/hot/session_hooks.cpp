// session_hooks.cpp: what flowlog::session calls (session.h), and what it may ask of the current session.
#include <flowlog/abi.h>
#include <flowlog/format.h>

#include "rare.h"

namespace flowlog::runtime {
namespace {

using format::Wide;

constexpr uint32_t kNowhere = UINT32_MAX;

// Returns the packed position of the record; 0 if it was dropped.
uint64_t put_session_begin(const char* name, size_t name_bytes) {
  constexpr size_t kMaxName_bytes = 255;
  const size_t bytes = name_bytes < kMaxName_bytes ? name_bytes : kMaxName_bytes;
  uint64_t ticks;
  if (!is_ready(ticks)) return 0;
  uint64_t* const words = reserve_words(words_for(bytes));
  if (words == nullptr) return 0;
  const uint64_t position = position_of(words + words_for(bytes) - 1);
  write_payload(words, Wide::kSessionBegin, name, bytes, ticks);
  return position;
}

// The entry of a flowlog::session of this thread.
uint32_t find_session(uint64_t number) {
  for (uint32_t i = session_count(); i-- > 0;) {
    const OpenSession& session = this_thread.sessions[i];
    if (session.number == number && session.kind == SessionKind::kExplicit) return i;
  }
  return kNowhere;
}

}  // namespace
}  // namespace flowlog::runtime

using namespace flowlog::runtime;

FLOWLOG_HOOK uint64_t flowlog_session_begin(const char* name, size_t name_bytes, unsigned char id[16]) {
  session_id_at(0, id);  // none
  if (!is_recording()) return 0;
  if (is_clock_a_call(hot.clock)) leave_parents_trace();
  if (recorded_of_billion == kNotKnownYet) learn_options();
  OpenSession session{.number = next_number(), .depth = open_calls(), .kind = SessionKind::kExplicit};
  const bool has_room = has_room_for_session();
  session.skipped = has_room ? !is_sampled(session.number) : is_skipping();
  if (!session.skipped) {
    unpark();
    tell_if_apart();
    session.position = put_session_begin(name, name_bytes);
    session_id_at(session.position, id);
  }
  if (has_room) {
    push_session(session);
  } else {
    ++this_thread.deeper_sessions;
    this_thread.deeper_recorded += session.position != 0;
  }
  settle();
  return session.number | (session.position != 0 ? kRecorded : 0);
}

// Of a session that began before the process was forked, it is the parent who records the end.
FLOWLOG_HOOK void flowlog_session_end(uint64_t token) {
  if (token == FLOWLOG_SESSION_ENDED) return misused("ended twice");
  if (is_clock_a_call(hot.clock)) leave_parents_trace();
  const uint64_t number = token & ~kRecorded;
  if (is_of_parent(number)) return;
  const uint32_t at = find_session(number);
  if (at == kNowhere && this_thread.deeper_sessions == 0) return misused("ended on another thread");
  unpark();
  if (at != kNowhere) {
    end_session(at);
  } else {
    --this_thread.deeper_sessions;
    if ((token & kRecorded) != 0) {
      --this_thread.deeper_recorded;
      put_session_end(0);
    }
  }
  settle();
}

FLOWLOG_HOOK void flowlog_current_session(unsigned char id[16]) {
  if (is_clock_a_call(hot.clock)) leave_parents_trace();
  const OpenSession* const session = innermost_session();
  session_id_at(session != nullptr ? session->position : 0, id);
}
