// diff_graph.h: two graphs as one that can be drawn.
#pragma once

#include <cstddef>

#include "graph/diff.h"
#include "graph/graph.h"

namespace flowlog::graph {

// `head`, and what is certainly gone from it, as it was in `base`.
Graph with_what_is_gone(const Graph& base, const Graph& head, const Diff& diff);

// Of such a graph what `diff` is certain of, with the functions at its edges; at most so many edges, the
// busiest. The result is a view that says what it left out.
Graph changed_part(const Graph& both, const Diff& diff, size_t max_edges);

}  // namespace flowlog::graph
