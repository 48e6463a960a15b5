// session_hooks.cpp: what flowlog::session calls (session.h), and what it may ask of the current session.
#include <flowlog/abi.h>
#include <flowlog/format.h>

#include <string.h>

#include <optional>

#include "../ends_elsewhere.h"
#include "../received_headers.h"
#include "rare.h"
#include "session_hooks.h"

namespace flowlog::runtime {

constinit EndsElsewhere ends_elsewhere;

namespace {

using format::Wide;

constexpr uint32_t kNowhere = UINT32_MAX;

constexpr size_t cut(size_t name_bytes) {
  constexpr size_t kMaxName_bytes = 255;
  return name_bytes < kMaxName_bytes ? name_bytes : kMaxName_bytes;
}

// Returns the packed position of the record; 0 if it was dropped. `parent` stands directly before it.
uint64_t put_session_begin(const char* name, size_t bytes, const format::RemoteParent* parent) {
  uint64_t ticks;
  if (!is_ready(ticks)) return 0;
  const uint32_t before = parent != nullptr ? words_for(format::kRemoteParentBytes) : 0;
  uint64_t* const reserved = reserve_words(before + words_for(bytes));
  if (reserved == nullptr) return 0;
  uint64_t* const words = reserved + before;
  const uint64_t position = position_of(words + words_for(bytes) - 1);
  if (parent != nullptr) write_payload(reserved, Wide::kRemote, parent, format::kRemoteParentBytes, ticks);
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

// Nothing for a session whose caller is not known.
std::optional<format::RemoteParent> remote_parent(const flowlog_received& received) {
  static_assert(FLOWLOG_RECEIVED_SAMPLED == format::kRemoteSampled &&
                FLOWLOG_RECEIVED_FLOWLOG == format::kRemoteIsFlowlog);
  format::RemoteParent parent{};
  if (!is_caller_known(received)) return std::nullopt;
  memcpy(parent.trace_id, received.trace_id, sizeof parent.trace_id);
  memcpy(parent.parent_id, received.parent_id, sizeof parent.parent_id);
  parent.site = received.site;
  parent.flags = static_cast<uint8_t>(received.flags);
  return parent;
}

// Where sessions are sampled, it is their first process that decides.
bool is_wanted(uint64_t number, const std::optional<format::RemoteParent>& parent) {
  if (is_sampling() && parent && (parent->flags & format::kRemoteIsFlowlog) != 0)
    return (parent->flags & format::kRemoteSampled) != 0;
  return is_sampled(number);
}

// One for which there is no entry.
void begin_deeper(const OpenSession& session) {
  if (this_thread.deeper_sessions++ == 0) {
    for (uint32_t i = 0; i < session_count(); ++i) this_thread.sessions[i].is_plain = false;
  }
  this_thread.deeper_recorded += session.position != 0;
  misused("begun within 16 others on its thread");
}

void end_deeper(uint64_t token) {
  --this_thread.deeper_sessions;
  if ((token & kRecorded) == 0) return;
  --this_thread.deeper_recorded;
  unpark();
  put_session_end(0);
}

// Where the thread records nothing as it is, a session that is left out takes no more than an entry.
bool begin_left_out(uint64_t number) {
  if (!is_parked(cursor_now()) || !has_room_for_session() || is_sampled(number)) return false;
  push_session({.number = number,
                .depth = open_calls(),
                .kind = SessionKind::kExplicit,
                .skipped = true,
                .is_plain = true});
  return true;
}

FLOWLOG_COLD flowlog_begun begin_slowly(const char* name, size_t name_bytes) {
  if (!is_ours()) leave_parents_trace();
  if (!is_recording()) return {};
  const uint64_t number = next_number();
  if (begin_left_out(number)) return {number, 0};
  return begun(begin_session(number, name, name_bytes, nullptr));
}

// As it begins.
bool end_left_out(uint64_t token) {
  const OpenSession* const innermost = innermost_session();
  if (innermost == nullptr || innermost->number != token || !innermost->is_plain) return false;
  remove_innermost_session();
  settle();
  return true;
}

// Of a session that began before the process was forked, it is the parent who records the end.
FLOWLOG_COLD void end_slowly(uint64_t token) {
  if ((token & FLOWLOG_SESSION_ENDED) != 0) return misused("ended twice");
  if (!is_ours()) leave_parents_trace();
  if (end_left_out(token)) return;
  const uint64_t number = number_of(token);
  if (is_of_parent(number)) return;
  const uint32_t at = find_session(number);
  if (at != kNowhere) {
    end_session(at);
  } else {
    received_headers.remove(number);
    if (this_thread.deeper_sessions == 0) {
      if ((token & kRecorded) == 0) ends_elsewhere.add(number);
      return misused("ended on another thread");
    }
    end_deeper(token);
  }
  settle();
}

}  // namespace

OpenSession begin_session(uint64_t number, const char* name, size_t name_bytes,
                          const flowlog_received* received) {
  if (recorded_of_billion == kNotKnownYet) learn_options();
  if (!is_recording() && received == nullptr) return {};
  leave_ended_elsewhere();
  OpenSession session{.number = number, .depth = open_calls(), .kind = SessionKind::kExplicit};
  const bool has_room = has_room_for_session();
  session.has_headers = received != nullptr && received_headers.put(session.number, *received);
  const std::optional<format::RemoteParent> parent =
      session.has_headers ? remote_parent(*received) : std::optional<format::RemoteParent>();
  session.skipped = has_room ? !is_wanted(session.number, parent) : is_skipping();
  if (!session.skipped && is_recording()) {
    unpark();
    tell_if_apart();
    session.position = put_session_begin(name, cut(name_bytes), parent ? &*parent : nullptr);
  }
  if (has_room) {
    push_session(session);
  } else {
    begin_deeper(session);
  }
  settle();
  return session;
}

bool is_caller_known(const flowlog_received& received) {
  constexpr unsigned char kNone[16] = {};
  return memcmp(received.trace_id, kNone, sizeof kNone) != 0;
}

void id_of(const OpenSession& session, unsigned char id[16]) {
  session_id_at(session.position, id);
  if (session.position == 0) return;
  with_headers(session, [&](const flowlog_received& received) {
    if (is_caller_known(received)) memcpy(id, received.trace_id, 16);
  });
}

}  // namespace flowlog::runtime

using namespace flowlog::runtime;

// The position is known before the chunk can be another thread's, which is when the record is written.
FLOWLOG_SESSION_HOOK flowlog_begun flowlog_session_begin(const char* name, size_t name_bytes) {
  const size_t bytes = cut(name_bytes);
  const uint32_t words = words_for(bytes);
  Place place;
  if (__builtin_expect(
          !is_recording() || is_sampling() || !has_room_for_session() || !reserve_at_once(words, place), 0))
    return begin_slowly(name, name_bytes);
  const OpenSession session{.number = next_number(),
                            .position = position_in(*place.chunk, place.words + words - 1),
                            .depth = open_calls(),
                            .kind = SessionKind::kExplicit,
                            .is_plain = true};
  write_payload(place.words, Wide::kSessionBegin, name, bytes, place.ticks);
  push_session(session);
  return {session.number | kRecorded, session.position};
}

FLOWLOG_SESSION_HOOK void flowlog_session_end(uint64_t token) {
  const OpenSession* const innermost = innermost_session();
  Place place;
  if (__builtin_expect(innermost == nullptr || innermost->number != (token ^ kRecorded) ||
                           !innermost->is_plain || !reserve_at_once(1, place),
                       0))
    return end_slowly(token);
  remove_innermost_session();
  write_payload(place.words, Wide::kSessionEnd, nullptr, 0, place.ticks);
}

FLOWLOG_SESSION_HOOK void flowlog_session_id(flowlog_begun session, unsigned char id[16]) {
  if (!is_ours()) leave_parents_trace();
  session_id_of(number_of(session.token), session.position, id);
}

FLOWLOG_SESSION_HOOK void flowlog_current_session(unsigned char id[16]) {
  session_id_at(0, id);
  if (!is_ours()) leave_parents_trace();
  const OpenSession* const session = innermost_session();
  if (session != nullptr) id_of(*session, id);
}
