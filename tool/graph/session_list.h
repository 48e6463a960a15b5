// session_list.h: the sessions of a trace, one line each.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "graph/attributes.h"
#include "graph/graph.h"
#include "trace/trace.h"

namespace flowlog::graph {

// From best to worst: success, partial, error, abandoned.
Outcome worse_of(Outcome a, Outcome b);

// Of a session that has ended. `worst`: of its outermost calls.
Outcome outcome_of_session(Outcome worst, bool left_open, const Attributes& attributes);

struct SessionSummary {
  trace::Uuid id;
  std::string name;  // as flowlog::session has it, or the function whose call started it; "" if that was lost
  uint64_t calls;
  // The worst of its outermost calls; error if it is a test's that failed; abandoned if the trace ended
  // before it did.
  Outcome outcome;
  int64_t start_ns;  // wall clock, since 1970
  int64_t duration_ns;
  bool lost_records;
  bool timed;          // otherwise the times above say nothing
  bool from_outside;   // it began in another process
  uint32_t parts = 1;  // that were united
  Attributes attributes;
};

// By start, then id. Of several traces, the parts of one session become one: it has the name and the outcome
// of the part in which it began; if that is not among them, the name of the earliest and the worst outcome.
void unite_parts(std::vector<SessionSummary>& sessions);

// By start, then id.
std::vector<SessionSummary> list_sessions(trace::Trace& trace);

}  // namespace flowlog::graph
