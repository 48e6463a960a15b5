// timeline.h: the calls of a trace as slices of time on threads, for programs that draw time.
//
// A call is one slice, a coroutine's one for each piece between its suspensions, on whatever threads these
// ran. Arrows lead from piece to piece, and to calls whose caller ran on another thread. Slices of a thread
// are properly nested: one that outlasts what it stands in, as only damaged traces have it, is cut.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "graph/graph.h"
#include "graph/texts.h"
#include "trace/log_record.h"
#include "trace/trace.h"

namespace flowlog::graph {

struct Slice {
  static constexpr uint64_t kNoCaller = UINT64_MAX;

  int64_t start_ns;  // wall clock, since 1970
  int64_t end_ns;
  uint64_t call;    // its number in the trace; pieces of one call have the same
  uint64_t caller;  // likewise, on whatever thread; or kNoCaller
  uint32_t site;
  uint32_t session;  // in Timeline::sessions
  uint32_t thread;
  uint32_t detail;  // branch detail, in Timeline::texts; of a call's last piece
  Outcome outcome;  // of the last
  bool last;        // otherwise the call was suspended at its end
  bool outermost;   // in its session
};

struct Arrow {
  size_t from, to;  // slices
  int64_t at_ns;    // within `from`
};

struct Moment {  // of a log record
  int64_t time_ns;
  uint32_t thread;
  trace::LogRecord record;
};

struct TimelineSession {
  trace::Uuid id;
  uint32_t name;  // in Timeline::texts
};

struct Timeline {
  std::vector<Slice> slices;  // by thread, then start; an outer one before those in it
  std::vector<Arrow> arrows;  // by `to`
  std::vector<Moment> logs;   // by thread, then time
  std::vector<TimelineSession> sessions;
  Texts texts;
};

// All of it is held in memory, 72 bytes for a slice. Throws Error for a trace that was recorded without
// times.
Timeline timeline_of(trace::Trace& trace);

}  // namespace flowlog::graph
