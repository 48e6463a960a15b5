// page_data.h: what the page knows of a graph, as JSON.
//
// Much smaller than the graph's own file: rows without field names, texts once, durations as few numbers and
// the outline of their distribution. page/model.js is the one reader, and always of the same build.
#pragma once

#include <string>

#include "graph/graph.h"
#include "render/groups.h"

namespace flowlog::render {

// Every text is valid UTF-8 that printable() has made safe to show.
std::string page_data(const graph::Graph& graph, GroupBy group_by);

}  // namespace flowlog::render
