// fold.h: a trace -> the graph of its calls.
#pragma once

#include "graph/graph.h"
#include "trace/trace.h"
#include "workers.h"

namespace flowlog::graph {

// Each call is added to its edge when it ends, and forgotten; memory is what is open and the graph itself.
// The result depends on the trace's content only. What turns out to be damaged meanwhile is in the run's
// figures. `workers` read ahead of the thread that calls, and sum up behind it.
Graph fold(trace::Trace& trace, Workers& workers);
Graph fold(trace::Trace& trace);

}  // namespace flowlog::graph
