// stats_report.h: the statistics of a graph, for people and for programs.
#pragma once

#include <cstddef>
#include <string>

#include "graph/graph.h"

namespace flowlog::render {

// Tables with at most `limit` entries each. With `color`, ANSI escapes for a terminal, whose lines have so
// many `columns`; 0: lines have no end.
std::string stats_text(const graph::Graph& graph, size_t limit, bool color, size_t columns = 0);

// The same as a JSON object; times in nanoseconds.
std::string stats_json(const graph::Graph& graph, size_t limit);

}  // namespace flowlog::render
