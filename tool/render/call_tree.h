// call_tree.h: a graph as a tree of calls, for a terminal.
#pragma once

#include <cstddef>
#include <string>

#include "graph/graph.h"

namespace flowlog::render {

struct CallTreeOptions {
  size_t columns = 0;  // that a line may have, 0: any number. Names are shortened to fit
  bool color = false;
};

// From what no tracked function called on, the busiest first; an edge a line, with its calls, median time,
// and how often it ended otherwise than in success. What a function calls is shown where it first stands;
// elsewhere an arrow points up, to there or, if it called itself through others, to itself above. Numbers are
// the edge's, of all paths that lead over it.
std::string call_tree_text(const graph::Graph& graph, const CallTreeOptions& options);

}  // namespace flowlog::render
