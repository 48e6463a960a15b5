// remote_hooks.cpp: what remote.h calls: sessions go on in other processes, by the headers of messages.
#include <flowlog/abi.h>
#include <flowlog/format.h>
#include <string.h>

#include <atomic>
#include <string_view>

#include "base/complain.h"
#include "base/signals_blocked.h"
#include "hot/rare.h"
#include "hot/session_hooks.h"
#include "open_sites.h"
#include "received_headers.h"
#include "recorder.h"
#include "sampling.h"

namespace flowlog::runtime {
namespace {

// Of a session that is not recorded, for those to whom it sends messages: made of its number, where no record
// of the trace can stand.
void id_of_unrecorded(uint64_t number, unsigned char id[16]) {
  constexpr uint32_t kNoWord = 0x1FFE;
  session_id_at(packed_position(static_cast<uint32_t>(number >> 24) & 0xFFFFFF, number & 0xFFFFFF, kNoWord),
                id);
}

// Distinct for each message, and looks like chance: the number is below 2^44, the mix invertible.
void make_parent_id(unsigned char id[8]) {
  uint64_t key;
  memcpy(&key, recorder.trace(), sizeof key);
  uint64_t mixed = next_number() ^ key;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
  mixed ^= mixed >> 31;
  if (mixed == 0) mixed = 1;
  memcpy(id, &mixed, 8);
}

// Of this thread, as far as they are in its chunk or were kept; of one in a session that it is known to have
// begun, where that can be had for less, the innermost alone.
KnownCalls known_calls(bool in_known_session) {
  const SignalsBlocked blocked;
  open_sites_are_kept.store(true, std::memory_order_relaxed);
  const ThreadState& thread = this_thread;
  if (thread.chunk == nullptr) return {};
  const uintptr_t cursor = is_parked(thread.cursor) ? thread.parked_cursor : thread.cursor;
  const uintptr_t first = reinterpret_cast<uintptr_t>(thread.chunk + 1);
  const uint32_t room = (thread.chunk->bytes - sizeof(format::ChunkHeader)) / sizeof(uint64_t);
  const uintptr_t reached = (cursor - first) / sizeof(uint64_t);
  const uint32_t words = reached < room ? static_cast<uint32_t>(reached) : room;
  if (in_known_session) {
    const auto site = site_at_end_of(reinterpret_cast<const uint64_t*>(first), words);
    if (site) return {.depth = 1, .sites = {*site}};
  }
  return open_sites_of(thread, words).known();
}

// As text, where it has come with none.
void set_own_correlation_id(flowlog_outgoing& out) {
  if (out.correlation_bytes != 0) return;
  for (int i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out.correlation[out.correlation_bytes++] = '-';
    out.correlation[out.correlation_bytes++] = "0123456789abcdef"[out.trace_id[i] >> 4];
    out.correlation[out.correlation_bytes++] = "0123456789abcdef"[out.trace_id[i] & 15];
  }
}

void describe(const OpenSession& session, flowlog_outgoing& out) {
  id_of(session, out.trace_id);
  out.flags = FLOWLOG_RECEIVED_FLOWLOG | (session.position != 0 ? FLOWLOG_RECEIVED_SAMPLED : 0);
  if (session.position == 0) id_of_unrecorded(session.number, out.trace_id);
  with_headers(session, [&](const flowlog_received& received) {
    if (!is_caller_known(received)) return;
    memcpy(out.trace_id, received.trace_id, sizeof out.trace_id);
    memcpy(out.state, received.state, received.state_bytes);
    out.state_bytes = received.state_bytes;
  });
}

// As it came, what came with the innermost session that has come with anything: where nothing is recorded of
// it here, this process takes no part in its trace. False if nothing did.
bool pass_on(flowlog_outgoing& out) {
  bool is_known = false;
  for (uint32_t i = session_count(); i-- > 0 && !is_known;) {
    with_headers(this_thread.sessions[i], [&](const flowlog_received& received) {
      is_known = is_caller_known(received);
      if (!is_known) return;
      memcpy(out.trace_id, received.trace_id, sizeof out.trace_id);
      memcpy(out.parent_id, received.parent_id, sizeof out.parent_id);
      memcpy(out.state, received.state, received.state_bytes);
      out.state_bytes = received.state_bytes;
      out.site = received.site;
      out.flags = received.flags;
    });
  }
  out.correlation_bytes = flowlog_correlation_id(out.correlation);
  return is_known || out.correlation_bytes != 0;
}

// Neither recorded nor left out by sampling: it began while nothing was recorded, or its record was dropped.
bool is_unrecorded(const OpenSession& session) { return session.position == 0 && !session.skipped; }

}  // namespace
}  // namespace flowlog::runtime

using namespace flowlog::runtime;

FLOWLOG_HOOK flowlog_begun flowlog_session_begin_received(const char* name, size_t name_bytes,
                                                          const flowlog_received* received,
                                                          unsigned char id[16]) {
  if (!is_ours()) leave_parents_trace();
  const OpenSession session = begin_session(next_number(), name, name_bytes, received);
  id_of(session, id);
  return begun(session);
}

FLOWLOG_HOOK void flowlog_refused(uint32_t what) {
  static constinit std::atomic<bool> told{false};
  if (!is_recording()) return;
  if (!told.exchange(true)) {
    const SignalsBlocked blocked;
    constexpr std::string_view kNames[] = {"", "traceparent", "tracestate",
                                           "X-Correlation-ID or X-Request-ID"};
    complain("a header of a request from outside is malformed, and not used:", kNames[what <= 3 ? what : 0]);
  }
  const auto kind = static_cast<char>(what);
  unpark();
  put_text(flowlog::format::Wide::kRefused, &kind, 1);
  settle();
}

FLOWLOG_HOOK uint32_t flowlog_inject(flowlog_outgoing* out) {
  memset(out, 0, offsetof(flowlog_outgoing, state));
  if (!is_ours()) leave_parents_trace();
  const OpenSession* const session = innermost_session();
  if (!is_recording() || recorder.is_over()) return pass_on(*out);
  if (session != nullptr && is_unrecorded(*session) && pass_on(*out)) return 1;
  if (session != nullptr) describe(*session, *out);
  if (session == nullptr || session->position != 0) {
    const KnownCalls calls = known_calls(session != nullptr);
    if (session == nullptr && calls.depth == 0) return 0;
    if (session == nullptr) {  // one that the outermost call began
      out->flags = FLOWLOG_RECEIVED_FLOWLOG | FLOWLOG_RECEIVED_SAMPLED;
      if (calls.outermost != 0) {
        session_id_at(calls.outermost, out->trace_id);
      } else {
        id_of_unrecorded(next_number(), out->trace_id);
      }
    }
    if (calls.depth != 0 && calls.sites[0] != 0) out->site = recorder.site_id(calls.sites[0]);
  }
  make_parent_id(out->parent_id);
  out->correlation_bytes = flowlog_correlation_id(out->correlation);
  set_own_correlation_id(*out);
  return 1;
}

FLOWLOG_SESSION_HOOK uint32_t flowlog_correlation_id(char id[FLOWLOG_MAX_CORRELATION]) {
  uint32_t bytes = 0;
  for (uint32_t i = session_count(); i-- > 0 && bytes == 0;) {
    with_headers(this_thread.sessions[i], [&](const flowlog_received& received) {
      bytes = received.correlation_bytes;
      memcpy(id, received.correlation, bytes);
    });
  }
  return bytes;
}
