// log_list.h: what a trace's program logged, in the order of time.
#pragma once

#include <cstdint>
#include <vector>

#include "trace/log_record.h"
#include "trace/trace.h"

namespace flowlog::graph {

struct LogLine {
  static constexpr uint32_t kNoSession = UINT32_MAX;
  static constexpr uint32_t kNoCall = UINT32_MAX;

  int64_t time_ns;   // wall clock, since 1970
  uint64_t number;   // as it stands in the trace
  uint32_t session;  // in LogList::sessions, or kNoSession
  uint32_t site;     // of the call that logged, or kNoCall
  trace::LogRecord record;
};

struct LogList {
  std::vector<LogLine> lines;  // by time, then as they stand in the trace
  std::vector<trace::Uuid> sessions;
  uint64_t unreadable = 0;  // records that contradict themselves
};

LogList list_logs(trace::Trace& trace);

}  // namespace flowlog::graph
