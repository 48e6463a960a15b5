// page_data.h: what the page knows of a graph, as JSON.
//
// Much smaller than the graph's own file: rows without field names, texts once, durations as few numbers and
// the outline of their distribution. page/model.js is the one reader, and always of the same build.
#pragma once

#include <string>
#include <vector>

#include "graph/graph.h"
#include "graph/session_timeline.h"
#include "render/groups.h"

namespace flowlog::render {

// Every text is valid UTF-8 that printable() has made safe to show.
std::string page_data(const graph::Graph& graph, GroupBy group_by,
                      const std::vector<graph::SessionTimeline>& sessions);

}  // namespace flowlog::render
