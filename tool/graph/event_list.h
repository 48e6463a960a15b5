// event_list.h: the calls of a trace, one by one, in the order in which they began.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "graph/graph.h"
#include "graph/texts.h"
#include "trace/trace.h"

namespace flowlog::graph {

// Kept small: an order by start needs all of them at once.
struct Event {
  static constexpr uint32_t kNoCaller = UINT32_MAX;
  static constexpr uint32_t kRemoteCaller = UINT32_MAX - 1;  // EventList::callers has the session's

  int64_t start_ns;  // wall clock, since 1970
  int64_t end_ns;    // likewise; of an abandoned call, when that was seen
  uint64_t number;   // as it stands in the trace
  uint32_t site;
  uint32_t caller;   // site, or one of the above
  uint32_t session;  // in EventList::sessions
  uint32_t thread;
  uint32_t detail;  // branch detail, in EventList::texts
  Outcome outcome;
};

struct EventList {
  std::vector<Event> events;  // by start, then thread, then as they stand in the trace
  std::vector<trace::Uuid> sessions;
  std::vector<uint64_t>
      callers;  // of the sessions: the id of a site of another process; 0: not known, or none
  Texts texts;
};

EventList list_events(trace::Trace& trace);

}  // namespace flowlog::graph
