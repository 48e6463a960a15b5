// session_hooks.h: flowlog::sessions, for what else begins one or asks for one.
#pragma once

#include <flowlog/abi.h>

#include <cstddef>
#include <cstdint>

#include "open_sessions.h"
#include "rare.h"

namespace flowlog::runtime {

// flowlog_session_begin, however long it takes; `received` may be null. Number 0: there is none. `number` is
// of this process.
OpenSession begin_session(uint64_t number, const char* name, size_t name_bytes,
                          const flowlog_received* received);

// The thread ends, and what it adopted with it, if nobody has given that up: it was given up elsewhere.
void release_adoptions();

// What the program is given of it.
inline flowlog_begun begun(const OpenSession& session) {
  return {session.number | (session.position != 0 ? kRecorded : 0), session.position};
}

// Whether the headers tell in which session the message was sent.
bool is_caller_known(const flowlog_received& received);

// Calls `use` with what came with the session, on whichever thread it is worked for. False if nothing did.
template <class Use>
bool with_headers(const OpenSession& session, Use use) {
  const bool is_adopted = session.kind == SessionKind::kAdopted;
  if (!is_adopted && !session.has_headers) return false;
  return received_headers.with(is_adopted ? LiveSessions::session_of(session.shared) : session.number, use);
}

// The id by which the session is known: its own, or that of the one that it is part of. All 0: not recorded.
void id_of(const OpenSession& session, unsigned char id[16]);

}  // namespace flowlog::runtime
