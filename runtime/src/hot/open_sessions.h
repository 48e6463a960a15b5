// open_sessions.h: the sessions for which a thread is at work, and what it records of them.
//
// The recorder knows of sessions that flowlog::session and calls of [[flowlog::session]] start, those that a
// coroutine brings along, and, where sessions are sampled, of every one; the reader finds the others by
// itself. They stand on a stack of the thread. Its size is part of the thread's depth, and so of every token:
// where a session began in a call and is still open when that returns, the two differ, and the exit takes the
// cold way.
//
// Sampling costs the hot way nothing. While a thread is to record nothing, its cursor is *parked*: kept
// aside, with a number in its place that is no word's address, so that every hook goes to the next chunk,
// which is cold. The number is another one each time, so that a handler which parked and unparked meanwhile
// is noticed.
//
// A signal handler may run between any two instructions here. What it changes it has changed back when it
// returns; of an entry that is half written it finds the depth only.
#pragma once

#include <flowlog/format.h>

#include <cstdint>

#include "../ends_elsewhere.h"
#include "../sampling.h"
#include "thread_state.h"

namespace flowlog::runtime {

// A token, and the thread's depth: | skipped 1 bit | sessions 5 | calls 26 |.
inline constexpr unsigned kSessionsShift = 26;
inline constexpr uint32_t kCallsMask = (1u << kSessionsShift) - 1;
inline constexpr uint32_t kOneSession = 1u << kSessionsShift;
inline constexpr uint32_t kSkippedCall = 1u << 31;  // of a token: the call is not recorded

constexpr uint32_t calls_in(uint32_t token) { return token & kCallsMask; }
constexpr uint32_t sessions_in(uint32_t token) { return (token & ~kSkippedCall) >> kSessionsShift; }

inline uint32_t open_calls() { return calls_in(this_thread.depth); }
inline uint32_t session_count() { return sessions_in(this_thread.depth); }

inline void signal_fence() { __atomic_signal_fence(__ATOMIC_SEQ_CST); }

// Null: none that is known.
inline const OpenSession* innermost_session() {
  const uint32_t count = session_count();
  return count != 0 ? &this_thread.sessions[count - 1] : nullptr;
}

// Where others are open that found no room, none does, so that these are the innermost.
inline bool has_room_for_session() {
  return session_count() < kMaxOpenSessions && this_thread.deeper_sessions == 0;
}

// It becomes the innermost. There must be room.
inline void push_session(const OpenSession& session) {
  OpenSession& place = this_thread.sessions[session_count()];
  place.depth = session.depth;  // by which it is removed, if a handler jumps away from here
  signal_fence();
  this_thread.depth += kOneSession;
  signal_fence();
  place.number = session.number;
  place.position = session.position;
  place.shared = session.shared;
  place.kind = session.kind;
  place.skipped = session.skipped;
  place.has_headers = session.has_headers;
  place.is_plain = session.is_plain;
}

inline void remove_innermost_session() {
  OpenSession& innermost = this_thread.sessions[session_count() - 1];
  innermost = {.depth = innermost.depth};
  signal_fence();
  this_thread.depth -= kOneSession;
}

// `at` counts from the outermost, 0.
inline void remove_session(uint32_t at) {
  for (const uint32_t last = session_count() - 1; at < last; ++at)
    this_thread.sessions[at] = this_thread.sessions[at + 1];
  remove_innermost_session();
}

// ---- Sampling

// Whether what happens now belongs to a session that is not recorded.
inline bool is_skipping() {
  const OpenSession* const session = innermost_session();
  return session != nullptr && session->skipped;
}

// Whether the next call is not to be recorded, or has yet to be decided on.
inline bool is_idle() { return is_sampling() && (session_count() == 0 || is_skipping()); }

inline constexpr uintptr_t kParked = uintptr_t{1} << 63;
inline constexpr unsigned kParkingShift = 16;  // a chunk's size at least, so that it is no word's address

inline uintptr_t cursor_now() { return *const_cast<const volatile uintptr_t*>(&this_thread.cursor); }
inline bool is_parked(uintptr_t cursor) { return (cursor & kParked) != 0; }

inline void unpark() {
  for (;;) {
    const uintptr_t seen = cursor_now();
    if (!is_parked(seen)) return;
    signal_fence();
    if (move_cursor(seen, this_thread.parked_cursor)) return;
  }
}

inline void park() {
  for (;;) {
    const uintptr_t seen = cursor_now();
    if (is_parked(seen)) return;
    this_thread.parked_cursor = seen;
    signal_fence();
    if (move_cursor(seen, kParked | ++this_thread.parkings << kParkingShift)) return;
  }
}

// A hook has reserved a word of a parked cursor: it is put back before it gets anywhere.
inline void step_back() {
  constexpr uintptr_t kStepped = (uintptr_t{1} << kParkingShift) - 1;
  for (;;) {
    const uintptr_t seen = cursor_now();
    if (!is_parked(seen) || (seen & kStepped) == 0 || move_cursor(seen, seen & ~kStepped)) return;
  }
}

// After anything that changes which session is innermost, or that has unparked the cursor.
inline void settle() {
  if (!is_sampling()) return;
  if (is_idle()) {
    park();
  } else {
    unpark();
  }
}

// Sessions that are not recorded, and were ended on other threads, are this thread's no more.
inline void leave_ended_elsewhere() {
  const uint64_t count = ends_elsewhere.count(), seen = this_thread.ends_elsewhere;
  if (!is_sampling() || count == seen) return;
  this_thread.ends_elsewhere = count;
  for (uint32_t i = session_count(); i-- > 0;) {
    const OpenSession& session = this_thread.sessions[i];
    if (session.kind == SessionKind::kExplicit && session.skipped &&
        ends_elsewhere.may_have(session.number, seen))
      remove_session(i);
  }
  settle();
}

// ---- What the trace knows

// Whether the session is one call, or a coroutine's piece, that the trace does not know.
inline bool is_skipped_call(const OpenSession& session) {
  return session.skipped && session.kind != SessionKind::kExplicit;
}

// Of the thread's outermost `calls` open ones, those that are recorded, or were to be.
inline uint32_t recorded_calls(const ThreadState& thread, uint32_t calls) {
  uint32_t recorded = calls;
  for (uint32_t i = 0; i < sessions_in(thread.depth); ++i) {
    const OpenSession& session = thread.sessions[i];
    if (is_skipped_call(session) && session.depth <= calls) --recorded;
  }
  return recorded;
}

// Whether the innermost open call, if there is one, is not the caller of what happens now: in between stands
// what is not recorded.
inline bool is_apart() {
  for (uint32_t i = session_count(); i-- > 0;) {
    const OpenSession& session = this_thread.sessions[i];
    if (session.skipped) return session.depth == open_calls();
  }
  return false;
}

}  // namespace flowlog::runtime
