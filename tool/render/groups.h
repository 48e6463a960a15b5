// groups.h: which frame of the picture a function stands in.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "graph/graph.h"

namespace flowlog::render {

enum class GroupBy { kNamespace, kFile, kDirectory, kImage };

// A frame, with frames in it. One that would hold nothing but another frame is joined with it ("shop::db").
struct Group {
  std::string name;              // as it is labelled, inside its parent
  std::vector<std::string> ids;  // nodes that stand in it directly, sorted
  std::vector<Group> groups;     // by name
};

// All nodes; the outermost group is the picture itself and has no name.
Group group_nodes(const graph::Graph& graph, GroupBy by);

}  // namespace flowlog::render
