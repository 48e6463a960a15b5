// open_calls.h: what is kept of a session, of a call and of a trace while its records go by; see
// call_stream.h.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "flowlog/session_id.h"
#include "graph/graph.h"
#include "graph/texts.h"
#include "trace/trace.h"

namespace flowlog::graph {

template <class Sink>
struct Session {
  session_position position{};  // of its first record; the session's id is computed from it
  int64_t start_ns = 0;         // monotonic, as all times here
  uint32_t name = Texts::kNone;
  uint32_t first_site =
      0;                // whose call started it; 0 for a flowlog::session, or if that call's enter was lost
  uint64_t calls = 0;   // that began in it
  uint64_t number = 0;  // of the sessions in the stream, from 1; differs from run to run of nothing
  bool lost_records = false;  // while it ran; known when it has ended
  bool left_open = false;     // the trace ended before it did
  typename Sink::SessionData data{};

  // For the stack machine.
  bool explicit_ = false;
  bool ended = false;
  size_t begin_depth = 0;
  uint64_t losses_before = 0;
  size_t open_calls = 0;
};

template <class Sink>
struct Call {
  static constexpr uint32_t kEnterLost =
      UINT32_MAX;  // as site: known to be open, and no more; no sink sees it

  uint32_t site = 0;
  uint32_t depth = 1;  // calls that it stands for; more only where their enters were lost
  uint32_t detail = Texts::kNone;
  uint32_t partial = Texts::kNone;
  bool is_partial = false;
  bool starts_session = false;
  int64_t start_ns = 0;
  uint64_t gaps_before = 0;  // that its thread had when it began
  Session<Sink>* session = nullptr;
  typename Sink::CallData data{};
};

struct CallEnd {
  Outcome outcome;
  int64_t end_ns;   // of an abandoned call: when that was seen
  bool own_exit;    // it has an exit record, so its duration is known
  bool lost;        // its exit was lost, or may have been: how it ended is not known
  uint32_t detail;  // branch detail, in Texts

  int64_t duration_ns(int64_t start_ns) const { return std::max<int64_t>(0, end_ns - start_ns); }
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
  }

  const trace::Trace& trace;
  Sink& sink;
  Texts texts;
  uint64_t sessions = 0;
  uint64_t calls = 0;
  uint64_t unmatched_records = 0;  // exits of calls that are not open, and the like

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
  void give_back(Session<Sink>* session) { free_.push_back(session); }

 private:
  std::vector<char> session_sites_;  // by number
  std::vector<std::unique_ptr<Session<Sink>>> all_;
  std::vector<Session<Sink>*> free_;
};

}  // namespace flowlog::graph
