// session_timeline.h: some sessions, each call where and when it ran: on which threads, where coroutines were
// suspended, and what was logged meanwhile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "graph/outcome.h"
#include "trace/log_record.h"
#include "trace/trace.h"

namespace flowlog::graph {

// What one trace has of a session. Times are wall clock, in nanoseconds since 1970; of a trace that was not
// timed they say nothing.
struct SessionTimeline {
  static constexpr size_t kMaxCalls = 2000;  // and as many log lines
  static constexpr uint32_t kNoCall = UINT32_MAX;

  struct Function {
    std::string id, name;
  };
  struct Call {
    uint32_t function = 0;  // in `functions`
    uint32_t caller = kNoCall;
    uint32_t thread = 0;  // on which it began, as the trace numbers them
    int64_t start_ns = 0;
    int64_t end_ns = 0;
    Outcome outcome = Outcome::kAbandoned;
    std::vector<std::pair<int64_t, int64_t>> suspended_ns;  // from, to
  };
  struct Log {
    int64_t time_ns = 0;
    uint32_t call = kNoCall;  // that logged
    uint32_t thread = 0;
    trace::LogRecord record;
  };

  std::string session;  // id
  std::string name;
  std::string executable;
  bool timed = true;
  int64_t start_ns = 0;
  int64_t end_ns = 0;
  std::vector<Function> functions;
  std::vector<Call> calls;  // a call stands behind its caller
  std::vector<Log> logs;
  uint64_t left_out = 0;  // calls and log lines
};

// Those of `wanted` that `trace` has, by id. A session of several parts is several timelines.
std::vector<SessionTimeline> session_timelines(trace::Trace& trace, const std::set<std::string>& wanted);

}  // namespace flowlog::graph
