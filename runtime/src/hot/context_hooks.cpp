// context_hooks.cpp: what flowlog::context and flowlog::adopted call (context.h).
//
// To work for a session is, for the thread, to be in a call more: the one that shared the session. It counts
// in the thread's depth, so that whatever leaves it in another way than by its release (longjmp, an exception
// through code compiled without them) is told as it is of calls.
#include <flowlog/abi.h>
#include <flowlog/format.h>

#include "rare.h"
#include "session_hooks.h"

namespace flowlog::runtime {

constinit LiveSessions live_sessions;

namespace {

using format::Wide;

// The words of a context.
enum : unsigned { kNumber, kSession, kPosition };

// Of its number: the session is not recorded, and so is nothing that is done for it.
constexpr uint64_t kSkipped = uint64_t{1} << 63;

// What a release is handed: | which thread it is 20 bits | number of the context 44 bits |. The former is
// mixed from an address, since a thread that has recorded nothing yet has no number.
constexpr unsigned kNumberBits = 44;
uint64_t adoption_of(uint64_t number) {
  const uint64_t mixed = reinterpret_cast<uintptr_t>(&this_thread) * uint64_t{0x9E3779B97F4A7C15};
  return mixed >> kNumberBits << kNumberBits | number;
}

constexpr uint32_t kNowhere = UINT32_MAX;

uint32_t find_adoption(uint64_t adoption) {
  for (uint32_t i = session_count(); i-- > 0;) {
    const OpenSession& session = this_thread.sessions[i];
    if (session.kind == SessionKind::kAdopted && adoption_of(session.number) == adoption) return i;
  }
  return kNowhere;
}

void release(uint32_t at) {
  const OpenSession adopted = this_thread.sessions[at];
  if (open_calls() > adopted.depth) fall_to(adopted.depth, false);
  // Sessions that began in it may outlive it, as they do a call.
  for (uint32_t i = at + 1; i < session_count(); ++i) this_thread.sessions[i].depth = adopted.depth - 1;
  bool dropped = false;
  if (!adopted.skipped) {
    unpark();
    dropped = put_integer(Wide::kRelease, adopted.number, sizeof adopted.number) == nullptr;
  }
  remove_session(at);
  --this_thread.depth;
  if (dropped) lost_down_to(open_calls());
  settle();
}

// Whether it is the flowlog::session of which flowlog_session_begin returned `token`. Of those for which
// there was no room, the entry around them stands for all.
bool is_session(const OpenSession* session, uint64_t token) {
  if (this_thread.deeper_sessions != 0) return true;
  return session != nullptr && session->kind == SessionKind::kExplicit && session->number == number_of(token);
}

}  // namespace

void release_adoptions() {
  if (!is_ours()) leave_parents_trace();
  for (uint32_t i = session_count(); i-- > 0;) {
    if (this_thread.sessions[i].kind == SessionKind::kAdopted) release(i);
  }
}

}  // namespace flowlog::runtime

using namespace flowlog::runtime;

FLOWLOG_HOOK void flowlog_share(uint64_t context[FLOWLOG_CONTEXT_WORDS], uint64_t session) {
  context[kNumber] = context[kSession] = context[kPosition] = 0;
  if (this_thread.starts_writer) return;
  if (!is_ours()) leave_parents_trace();
  OpenSession* const innermost = session_count() != 0 ? &this_thread.sessions[session_count() - 1] : nullptr;
  if (session != 0 && !is_session(innermost, session)) return misused("shared where it is not innermost");
  if (innermost == nullptr && (open_calls() == 0 || !is_recording())) return;
  const uint64_t number = next_number();
  if (innermost != nullptr) {
    if (innermost->kind == SessionKind::kExplicit && innermost->shared == 0)
      innermost->shared = live_sessions.add(innermost->number);
    innermost->is_plain = false;
    context[kSession] = innermost->shared;
    context[kPosition] = innermost->position;
    if (innermost->skipped || !is_recording()) return void(context[kNumber] = number | kSkipped);
  }
  context[kNumber] = number;
  unpark();
  put_integer(Wide::kShare, number, sizeof number);
  settle();
}

FLOWLOG_HOOK uint64_t flowlog_adopt(const uint64_t context[FLOWLOG_CONTEXT_WORDS], uint32_t how) {
  const uint64_t number = context[kNumber] & ~kSkipped;
  if (number == 0 || (!is_recording() && (context[kNumber] & kSkipped) == 0)) return 0;
  if (!is_ours()) leave_parents_trace();
  if (is_of_parent(number)) return 0;
  if (!live_sessions.is_live(context[kSession])) {
    if (how != FLOWLOG_ADOPT_IF_LIVE) misused("adopted after its end");
    return 0;
  }
  if (!has_room_for_session()) return 0;
  OpenSession adopted{.number = number, .position = context[kPosition], .shared = context[kSession]};
  adopted.kind = SessionKind::kAdopted;
  adopted.skipped = (context[kNumber] & kSkipped) != 0;
  if (!adopted.skipped) {
    unpark();
    put_integer(Wide::kAdopt, number, sizeof number);
  }
  ++this_thread.depth;
  adopted.depth = open_calls();
  push_session(adopted);
  settle();
  return adoption_of(number);
}

FLOWLOG_HOOK void flowlog_release(uint64_t adoption) {
  if (!is_ours()) leave_parents_trace();
  if (is_of_parent(adoption & ((uint64_t{1} << kNumberBits) - 1))) return;
  const uint32_t at = find_adoption(adoption);
  if (at == kNowhere) return misused("given up where it was not adopted");
  release(at);
}
