// fold_traces.h: many traces into a graph each, side by side.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "graph/graph.h"
#include "progress.h"
#include "trace/source.h"
#include "workers.h"

namespace flowlog::cli {

// A trace that is to be read. What is a file is opened when its turn comes, since there may be more of them
// than a process can have open.
struct TraceInput {
  std::string name;                       // a file's path, unless
  std::unique_ptr<trace::Source> opened;  // what can be read only once, is here
  uint64_t bytes = 0;

  std::unique_ptr<trace::Source> open() { return opened ? std::move(opened) : trace::open_file(name); }
};

struct FoldedTrace {
  std::string name;
  graph::Graph graph;
  std::string losses;           // a line, if there were any
  bool is_left_behind = false;  // its program was killed, and its pool is still there
  std::string unreadable;       // why, if it could not be read; the rest is empty then
};

// Calls `each` on the caller's thread with what became of the inputs, in their order. Adds their bytes to
// `progress` as they are folded.
void fold_traces(std::vector<TraceInput> inputs, Workers& workers, Progress& progress,
                 const std::function<void(FoldedTrace)>& each);

}  // namespace flowlog::cli
