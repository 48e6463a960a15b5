// duration_json.h: durations in the JSON of a graph; docs/graph.md, "Durations".
#pragma once

#include "graph/histogram.h"
#include "graph/json_field.h"
#include "json_writer.h"

namespace flowlog::graph {

// Nothing if none was timed.
void write_durations(JsonWriter& json, const char* name, const Histogram& durations);

// Of a graph of that `format_version`. The first had 16 buckets to each power of two: what was in one of them
// is put into the bucket of its middle.
Histogram read_durations(const Field& field, uint64_t format_version);

}  // namespace flowlog::graph
