// timelines.h: the calls of traces in the formats of programs that draw time.
//
// Each trace is a process, each of its threads a track, each call a slice of its function's name; what a
// program logged stands where it did. Times are nanoseconds since the earliest slice of all, which is given
// by the clock on the wall. What is said of a slice: `outcome` if it is no success, `branch` (what lies
// behind the outcome), `suspended` where a coroutine waits from its end on, and on the outermost calls
// `session` and `session_name`.
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "graph/timeline.h"
#include "trace/trace.h"

namespace flowlog::render {

struct TraceTimeline {
  std::unique_ptr<trace::Trace> trace;
  graph::Timeline timeline;
};

using WriteBytes = std::function<void(std::string_view)>;

// The Trace Event Format's JSON object form, as chrome://tracing, Perfetto and Speedscope read it: complete
// events (X), arrows as flow events (s, f), logs as instant events (i), names of processes and threads as
// metadata (M).
void write_chrome_trace(const std::vector<TraceTimeline>& traces, const WriteBytes& write);

// Perfetto's own format: packets of protocol buffers with track events, names interned.
void write_perfetto_trace(const std::vector<TraceTimeline>& traces, const WriteBytes& write);

}  // namespace flowlog::render
