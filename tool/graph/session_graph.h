// session_graph.h: one session, call by call.
//
// A node is a call. Where there are more calls than may be shown, a subtree that repeats an earlier one under
// the same caller is folded into it and counted there; what is still too many is left out, and said so.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/session_list.h"
#include "graph/texts.h"
#include "trace/trace.h"

namespace flowlog::graph {

struct SessionCall {
  static constexpr uint32_t kEntryCall = UINT32_MAX;

  uint32_t site = 0;
  uint32_t caller = kEntryCall;  // in SessionGraph::calls; kEntryCall if it lies outside of the session here
  uint64_t remote_caller = 0;    // then, if it is in another process: the id of its site
  int64_t start_ns = 0;          // wall clock
  int64_t end_ns = 0;
  Outcome outcome = Outcome::kAbandoned;
  std::string detail;
  uint64_t repeats = 1;  // equal subtrees that this one stands for, itself too
};

struct SessionGraph {
  SessionSummary session;
  std::vector<SessionCall> calls;  // in the order in which they began
  bool folded = false;
  uint64_t left_out = 0;  // calls that neither stand here nor are counted as repeats
};

// The distinct ids of sessions of `trace` that start with `prefix` (hexadecimal digits and hyphens, as in a
// UUID).
std::vector<trace::Uuid> find_sessions(trace::Trace& trace, std::string_view prefix);

// `id` is one of the trace's sessions, or that of several parts of one.
SessionGraph session_graph(trace::Trace& trace, const trace::Uuid& id, size_t max_nodes);

}  // namespace flowlog::graph
