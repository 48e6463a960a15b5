// special_calls.cpp: see special_calls.h.
#include "special_calls.h"

#include <flowlog/format.h>

#include "rare.h"

namespace flowlog::runtime {

namespace {

using namespace format;

// Returns the packed position of the record; 0 if it was dropped. As in the hot way, the time is read when
// the place is there, so that it is not before those of the records of a handler that come first.
uint64_t put_enter(const flowlog_site* site) {
  for (;;) {
    uint64_t* const word = reserve_words(1);
    if (word == nullptr) return 0;
    const uint64_t ticks = ticks_now(hot.clock);
    const bool is_far = is_far_from_base(ticks);
    const uint64_t position = position_of(word);
    __atomic_store_n(word, is_far ? payload_word(0, 0) : record(Kind::kEnter, site->number, ticks),
                     __ATOMIC_RELAXED);
    if (!is_far) return position;
    put_time();
  }
}

uint32_t token_of(uint32_t before, const OpenSession& session) {
  return (session.skipped ? kSkippedCall : 0) | (before + 1);
}

// A call begins, and `session` with it.
uint32_t begin_with(const flowlog_site* site, OpenSession session, bool position_is_told) {
  const uint32_t before = this_thread.depth;
  session.depth = calls_in(before) + 1;
  if (!session.skipped) {
    unpark();
    tell_if_apart();
    const uint64_t position = put_enter(site);
    if (position == 0 && is_over()) return 0;
    if (position_is_told) session.position = position;
  }
  ++this_thread.depth;
  push_session(session);
  settle();
  return token_of(before, session);
}

// `told` of the program, or started by nothing but that no other is open.
uint32_t begin_session_with(const flowlog_site* site, bool told) {
  OpenSession session{.number = next_number(), .kind = SessionKind::kCall};
  session.skipped = !is_sampled(session.number);
  return begin_with(site, session, told);
}

}  // namespace

uint32_t enter_while_idle(const flowlog_site* site) {
  if (leave_parents_trace()) return flowlog_enter(site);
  step_back();
  leave_ended_elsewhere();
  if (!is_idle()) return flowlog_enter(site);
  return is_skipping() ? 0 : begin_session_with(site, false);
}

// Sessions that began in the call may outlive it, as those do that are members of what a constructor makes.
void end_call(const flowlog_site* site, uint32_t token, uint32_t outcome) {
  const uint32_t calls = calls_in(token);
  if ((token & kSkippedCall) != 0) {
    --this_thread.depth;
  } else {
    unpark();
    flowlog_exit(site, this_thread.depth, outcome);
  }
  for (uint32_t i = session_count(); i-- > sessions_in(token);) {
    OpenSession& session = this_thread.sessions[i];
    if (session.depth < calls) continue;
    if (session.kind == SessionKind::kExplicit) {
      session.depth = calls - 1;
    } else {
      remove_session(i);
    }
  }
  settle();
}

}  // namespace flowlog::runtime

using namespace flowlog::runtime;

FLOWLOG_HOOK uint32_t flowlog_enter_special(const flowlog_site* site, uint32_t kind) {
  if (!is_ours()) leave_parents_trace();
  const bool starts_session = (kind & FLOWLOG_CALL_SESSION) != 0;
  if (!has_room_for_session()) return flowlog_enter(site);
  if (starts_session || (is_sampling() && session_count() == 0))
    return begin_session_with(site, starts_session);
  if (!is_skipping()) return flowlog_enter(site);
  // The coroutine is suspended sooner or later, and goes on where its session is not that of its thread.
  OpenSession carried = *innermost_session();
  carried.kind = SessionKind::kCarried;
  return begin_with(site, carried, false);
}
