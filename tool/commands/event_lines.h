// event_lines.h: every call of traces as a line, in the order in which they began.
#pragma once

#include <memory>
#include <vector>

#include "commands/line_output.h"
#include "graph/event_list.h"
#include "trace/trace.h"

namespace flowlog::cli {

struct TraceEvents {
  std::unique_ptr<trace::Trace> trace;
  graph::EventList list;
};

// A JSON object to a line; `with_details` adds what lies behind the outcome.
void write_json_lines(const std::vector<TraceEvents>& traces, bool with_details, LineOutput& output);

// Comma-separated values as RFC 4180 has them, with names of the columns in the first line. A cell that a
// spreadsheet would take for a formula starts with an apostrophe.
void write_csv(const std::vector<TraceEvents>& traces, LineOutput& output);

}  // namespace flowlog::cli
