// open_calls.h: what is kept of a session, of a call and of a trace while its records go by; see
// call_stream.h.
//
// Calls and sessions are on a thread's stack (stack_machine.h), except that the calls of suspended
// coroutines, with the sessions that began in them, are on none: any thread may resume them. A call that
// other threads work for is borrowed by their stacks: an entry there is the caller of what they call, and no
// call itself.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "flowlog/session_id.h"
#include "graph/graph.h"
#include "graph/handovers.h"
#include "graph/texts.h"
#include "trace/trace.h"

namespace flowlog::graph {

// Where a session began, if that was in another process.
using Remote = std::optional<format::RemoteParent>;

template <class Sink>
struct Session {
  session_position position{};  // of its first record; the session's id is computed from it
  int64_t start_ns = 0;         // monotonic, as all times here
  uint32_t name = Texts::kNone;
  uint32_t test = Texts::kNone;  // to which it belongs
  uint32_t first_site =
      0;                // whose call started it; 0 for a flowlog::session, or if that call's enter was lost
  uint64_t calls = 0;   // that began in it
  uint64_t number = 0;  // of the sessions in the stream, from 1; differs from run to run of nothing
  bool lost_records = false;  // while it ran, by a thread that worked for it; known when it has ended
  bool left_open = false;     // the trace ended before it did
  bool shared = false;        // other threads may work for it, as long as the trace goes on
  bool from_outside = false;  // it is part of one that began in another process:
  format::RemoteParent remote{};
  typename Sink::SessionData data{};

  // Whether it is counted where it began, in another trace.
  bool is_part() const {
    constexpr unsigned kBoth = format::kRemoteSampled | format::kRemoteIsFlowlog;
    return from_outside && (remote.flags & kBoth) == kBoth;
  }

  // For the stack machine.
  bool explicit_ = false;
  bool ended = false;
  bool apart = false;          // what called its outermost calls is not known
  uint64_t losses_before = 0;  // of the thread on which it began
  size_t open_calls = 0;
  int64_t end_ns = INT64_MIN;  // of a shared one: of itself and of its branches so far
};

// What a session is worked for by under the number of a context.
template <class Sink>
struct Share {
  Session<Sink>* session;
  bool from_outside;  // the call was none of the session's, or none was open
  typename Sink::ShareData data;
};

// The thread works for a session under that number.
template <class Sink>
struct Branch {
  uint64_t number;
  Session<Sink>* session;
  uint64_t losses_before;  // that the thread had when it began
};

// What is known besides of a call that was suspended, and so is a coroutine's.
template <class Sink>
struct Coroutine {
  uint64_t suspensions = 0;
  int64_t piece_start_ns = 0;  // of the piece that runs
  int64_t ran_ns = 0;          // in the pieces before it
  int64_t suspended_at_ns = 0;
  int64_t suspended_ns = 0;              // between pieces
  uint64_t losses_before = 0;            // of this piece's thread
  std::vector<Session<Sink>*> sessions;  // that began in it; while it is suspended
  typename Sink::CoroutineData data{};
};

template <class Sink>
struct Call {
  // As site, which no record can name:
  static constexpr uint32_t kEnterLost = UINT32_MAX;     // known to be open, and no more; no sink sees it
  static constexpr uint32_t kBorrowed = UINT32_MAX - 1;  // no sink sees it begin or end

  // Not an aggregate, which compilers clear as a whole before they fill it: one is made for every call.
  Call(uint32_t at_site, int64_t begins_ns, Session<Sink>* in)
      : site(at_site), start_ns(begins_ns), session(in) {}

  uint32_t site;
  uint32_t depth = 1;  // calls that it stands for; more only where their enters were lost
  uint32_t detail = Texts::kNone;
  uint32_t partial = Texts::kNone;
  bool is_partial = false;
  bool starts_session = false;
  bool outermost = false;  // in its session
  int64_t start_ns;
  uint64_t gaps_before = 0;  // that its thread had when it began
  Session<Sink>* session;
  std::unique_ptr<Coroutine<Sink>> coroutine;  // null: it was never suspended
  typename Sink::CallData data{};

  bool is_known() const { return site != kEnterLost; }
  bool is_borrowed() const { return site == kBorrowed; }

  // How long it has been running on its thread since it began there.
  int64_t piece_ns(int64_t now_ns) const {
    return std::max<int64_t>(0, now_ns - (coroutine ? coroutine->piece_start_ns : start_ns));
  }
  // Likewise in all.
  int64_t running_ns(int64_t now_ns) const { return piece_ns(now_ns) + (coroutine ? coroutine->ran_ns : 0); }
};

// What is known to have made the call, where `innermost` was open as it began.
template <class Sink>
Call<Sink>* known_caller(const Call<Sink>& call, Call<Sink>* innermost) {
  const bool apart =
      call.outermost && call.session->apart && (innermost == nullptr || !innermost->is_borrowed());
  return apart ? nullptr : innermost;
}

struct CallEnd {
  Outcome outcome;
  int64_t end_ns;   // of an abandoned call: when that was seen
  bool own_exit;    // it has an exit record, so its duration is known
  bool lost;        // its exit was lost, or may have been: how it ended is not known
  uint32_t detail;  // branch detail, in Texts

  // From begin to end by the clock on the wall, suspended or not.
  int64_t elapsed_ns(int64_t start_ns) const { return std::max<int64_t>(0, end_ns - start_ns); }
};

// For sinks to which a call is like any other, on whatever threads it and its caller run.
struct IgnoresThreads {
  struct CoroutineData {};
  struct ShareData {};
  struct ThreadData {};
  void call_suspended(const auto&, const auto*) {}
  void coroutine_ended(const auto&, ThreadData&) {}
  void call_resumed(const auto&, ThreadData&) {}
  ShareData shared(const auto&, const auto*) { return {}; }
  void branch_began(const auto&, const ShareData&) {}
  void branch_ended(const auto&, const auto&) {}
};

// What all threads of a stream have in common.
template <class Sink>
class StreamState {
 public:
  StreamState(const trace::Trace& from, Sink& to)
      : trace(from), sink(to), session_sites_(from.sites().end()) {
    for (uint32_t site = 0; site < session_sites_.size(); ++site) {
      session_sites_[site] = from.sites().at(site).starts_session();
    }
    test = texts.number_of(from.about().test);
  }

  const trace::Trace& trace;
  Sink& sink;
  Texts texts;
  uint64_t sessions = 0;
  uint64_t calls = 0;
  uint64_t parts = 0;               // of the sessions, those that began in another traced process
  uint64_t refused_headers = 0;     // from outside
  uint64_t misused_sessions = 0;    // by the program
  uint64_t unmatched_records = 0;   // exits of calls that are not open, and the like
  Handovers<Call<Sink>> suspended;  // by suspension
  Handovers<Share<Sink>> shares;    // by context
  std::vector<uint32_t> can_go_on;  // threads, of those that waited
  std::vector<Session<Sink>*> shared_sessions;
  Session<Sink> elsewhere;  // stands for the session of a borrowed call that is of another than its branch
  uint32_t test = Texts::kNone;  // of sessions that belong to no other

  // Gaps and lost records of a thread so far.
  uint64_t& losses_of(uint32_t thread) { return losses_[thread]; }

  bool starts_session(uint32_t site) const { return site < session_sites_.size() && session_sites_[site]; }

  // Sessions are reused, so that a million short ones cost no allocation each.
  Session<Sink>* take_session() {
    if (free_.empty()) {
      all_.push_back(std::make_unique<Session<Sink>>());
      return all_.back().get();
    }
    Session<Sink>* const session = free_.back();
    free_.pop_back();
    return session;
  }

  // False if there is one of that number already. `call` is the thread's innermost; null if none is known.
  bool share(uint64_t number, Session<Sink>& session, Call<Sink>* call, int64_t now_ns) {
    if (shares.find(number) != nullptr) return false;
    const bool from_outside = call == nullptr || call->session != &session;
    const bool is_hidden = from_outside && session.apart;
    shares.leave(number, {&session, from_outside, sink.shared(session, is_hidden ? nullptr : call)},
                 can_go_on);
    if (session.shared) return true;
    session.shared = true;
    session.end_ns = now_ns;
    shared_sessions.push_back(&session);
    return true;
  }

  // On its own thread. Who has its context may still work for it.
  void has_ended(Session<Sink>* session, int64_t end_ns) {
    if (session->shared) {
      session->end_ns = std::max(session->end_ns, end_ns);
      return;
    }
    sink.session_ended(*session, end_ns);
    free_.push_back(session);
  }

 private:
  std::vector<char> session_sites_;  // by number
  std::unordered_map<uint32_t, uint64_t> losses_;
  std::vector<std::unique_ptr<Session<Sink>>> all_;
  std::vector<Session<Sink>*> free_;
};

}  // namespace flowlog::graph
