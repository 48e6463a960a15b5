// coroutine_hooks.cpp: what generated code calls where a coroutine leaves its thread, and where it comes back
// to one (abi.h).
//
// A call that is suspended is none of its thread's open calls: the thread's depth goes down with the suspend
// and up with the resume, and a token counts from there. The sessions that began in it leave with it, and it
// remembers the one to which it belongs itself, where that is not simply the thread's.
#include <flowlog/abi.h>
#include <flowlog/format.h>

#include "../carried_sessions.h"
#include "rare.h"

namespace flowlog::runtime {
namespace {

using format::Wide;

// What a suspension is known by: | first of the sessions taken along 20 bits | number 44 bits |.
constexpr unsigned kNumberBits = 64 - CarriedSessions::kSlotBits;
constexpr uint64_t kNumberMask = (uint64_t{1} << kNumberBits) - 1;

// Takes the sessions of the piece of `token`, which is innermost, off the thread. Returns the list of them:
// first that to which the call belongs, if it is known, then those that began in it.
uint32_t take_sessions_off(uint32_t token) {
  const uint32_t calls = calls_in(token), below = sessions_in(token);
  OpenSession own{};
  uint32_t began_in_it = below;
  if (below < session_count() && this_thread.sessions[below].depth == calls &&
      this_thread.sessions[below].kind != SessionKind::kExplicit) {
    own = this_thread.sessions[began_in_it++];
  } else if (below != 0 && below <= session_count()) {
    own = this_thread.sessions[below - 1];
    own.kind = SessionKind::kCarried;
  }
  uint32_t list = 0;
  for (uint32_t i = session_count(); i-- > began_in_it;)
    list = carried_sessions.put(this_thread.sessions[i], list);
  if (own.number != 0) list = carried_sessions.put(own, list);
  while (session_count() > below) remove_session(session_count() - 1);
  return list;
}

bool is_innermost(const OpenSession& session) {
  const OpenSession* const innermost = innermost_session();
  if (innermost == nullptr) return session.number == 0 && !is_sampling();
  return innermost->number == session.number;
}

void put_sessions_on(uint32_t list) {
  while (list != 0) {
    OpenSession session = carried_sessions.take(list);
    session.depth = open_calls();
    if (has_room_for_session()) {
      push_session(session);
    } else if (session.kind == SessionKind::kExplicit) {
      ++this_thread.deeper_sessions;
      this_thread.deeper_recorded += session.position != 0;
    }
  }
}

void forget_sessions(uint32_t list) {
  while (list != 0) carried_sessions.take(list);
}

}  // namespace
}  // namespace flowlog::runtime

using namespace flowlog::runtime;

// What is dropped leaves and comes back all the same: whoever reads the trace finds a call there of which it
// knows no more.
FLOWLOG_HOOK uint64_t flowlog_suspend(uint32_t token) {
  if (!close_calls_above(token)) return 0;
  const uint64_t number = next_number() & kNumberMask;
  const uint32_t list = take_sessions_off(token);
  const uint64_t suspension = uint64_t{list} << kNumberBits | number;
  const bool dropped =
      is_recorded(token) && put_integer(Wide::kSuspend, suspension, sizeof suspension) == nullptr;
  --this_thread.depth;
  if (dropped) lost_down_to(open_calls());
  settle();
  const bool is_forgotten = (token & kSkippedCall) != 0 && list == 0;  // for want of memory
  return is_forgotten ? 0 : suspension;
}

FLOWLOG_HOOK uint32_t flowlog_resume(uint64_t suspension) {
  if (!is_ours()) leave_parents_trace();
  auto list = static_cast<uint32_t>(suspension >> kNumberBits);
  OpenSession own{.kind = SessionKind::kCarried};
  if (list != 0 && carried_sessions.first(list).kind != SessionKind::kExplicit)
    own = carried_sessions.take(list);
  if (is_of_parent(suspension & kNumberMask) || (own.skipped && !has_room_for_session())) {
    forget_sessions(list);
    return 0;
  }
  const uint32_t before = this_thread.depth;
  if (!own.skipped) {
    unpark();
    put_integer(Wide::kResume, suspension, sizeof suspension);
  }
  ++this_thread.depth;
  own.depth = open_calls();
  if (own.kind == SessionKind::kCall || own.skipped || !is_innermost(own)) {
    if (has_room_for_session()) push_session(own);
  }
  put_sessions_on(list);
  settle();
  return (own.skipped ? kSkippedCall : 0) | (before + 1);
}

FLOWLOG_HOOK void flowlog_caught(uint32_t token, void* exception) {
  if (!close_calls_above(token) || !is_recorded(token)) return;
  put_exception(exception);
  settle();
}
