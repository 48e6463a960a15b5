// session_hooks.cpp: what flowlog::session calls (session.h), and what it may ask of the current session.
#include <flowlog/abi.h>
#include <flowlog/format.h>

#include <string.h>

#include <optional>

#include "../received_headers.h"
#include "rare.h"
#include "session_hooks.h"

namespace flowlog::runtime {
namespace {

using format::Wide;

constexpr uint32_t kNowhere = UINT32_MAX;

// Returns the packed position of the record; 0 if it was dropped. `parent` stands directly before it.
uint64_t put_session_begin(const char* name, size_t name_bytes, const format::RemoteParent* parent) {
  constexpr size_t kMaxName_bytes = 255;
  const size_t bytes = name_bytes < kMaxName_bytes ? name_bytes : kMaxName_bytes;
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
  constexpr unsigned char kNone[16] = {};
  if (memcmp(received.trace_id, kNone, sizeof kNone) == 0) return std::nullopt;
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

}  // namespace

uint64_t begin_session(const char* name, size_t name_bytes, const flowlog_received* received,
                       unsigned char id[16]) {
  session_id_at(0, id);  // none
  if (!is_recording()) return 0;
  if (is_clock_a_call(hot.clock)) leave_parents_trace();
  if (recorded_of_billion == kNotKnownYet) learn_options();
  OpenSession session{.number = next_number(), .depth = open_calls(), .kind = SessionKind::kExplicit};
  const bool has_room = has_room_for_session();
  const bool is_kept = received != nullptr && received_headers.put(session.number, *received);
  const std::optional<format::RemoteParent> parent =
      is_kept ? remote_parent(*received) : std::optional<format::RemoteParent>();
  session.skipped = has_room ? !is_wanted(session.number, parent) : is_skipping();
  if (!session.skipped) {
    unpark();
    tell_if_apart();
    session.position = put_session_begin(name, name_bytes, parent ? &*parent : nullptr);
    session_id_at(session.position, id);
    if (parent && session.position != 0) memcpy(id, parent->trace_id, 16);
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

void id_of(const OpenSession& session, unsigned char id[16]) {
  session_id_at(session.position, id);
  if (session.position == 0) return;
  received_headers.with(session.number, [&](const flowlog_received& received) {
    if (remote_parent(received)) memcpy(id, received.trace_id, 16);
  });
}

}  // namespace flowlog::runtime

using namespace flowlog::runtime;

FLOWLOG_HOOK uint64_t flowlog_session_begin(const char* name, size_t name_bytes, unsigned char id[16]) {
  return begin_session(name, name_bytes, nullptr, id);
}

// Of a session that began before the process was forked, it is the parent who records the end.
FLOWLOG_HOOK void flowlog_session_end(uint64_t token) {
  if (token == FLOWLOG_SESSION_ENDED) return misused("ended twice");
  if (is_clock_a_call(hot.clock)) leave_parents_trace();
  const uint64_t number = token & ~kRecorded;
  if (is_of_parent(number)) return;
  received_headers.remove(number);
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
  session_id_at(0, id);
  if (is_clock_a_call(hot.clock)) leave_parents_trace();
  const OpenSession* const session = innermost_session();
  if (session != nullptr) id_of(*session, id);
}
