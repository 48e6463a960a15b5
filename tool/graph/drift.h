// drift.h: what is different in the last batch of runs from the first.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "graph/graph.h"

namespace flowlog::graph {

// How often a function's calls ended so, in the first batch and in the last.
struct OutcomeDrift {
  std::string function;  // node id
  Outcome outcome;
  std::array<uint64_t, 2> calls;      // that ended so
  std::array<uint64_t, 2> all_calls;  // at least 1
  double score = 0;                   // standard deviations between the two shares, were they chance
};

// A pair of shapes that a function, which ran in both, has only since the last batch, or has no more.
struct ShapeDrift {
  std::string function;
  ShapePair shapes;
  bool appeared;    // else it went
  std::string run;  // the first that had it, or the last
};

struct Drift {
  Batch first, last;                   // by when they began, then by name
  std::vector<OutcomeDrift> outcomes;  // the greatest score first
  std::vector<ShapeDrift> shapes;      // by function
  bool compared = false;               // else all runs are one batch, and the rest says nothing
};

// Shares that chance alone makes differ so much in one function of a thousand are no news: outcomes with a
// score below 3.3 are left out. Success is, as it only mirrors the others.
Drift drift_of(const Graph& graph);

}  // namespace flowlog::graph
