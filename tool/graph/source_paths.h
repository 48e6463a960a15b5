// source_paths.h: source files as they are named within their project, not where one machine has it.
#pragma once

#include <string>

#include "graph/graph.h"

namespace flowlog::graph {

// The directory that all of the graph's sources have in common, with a slash at its end; "" if there is none.
// Files of the system (/usr/…) and relative ones stay out of account.
class SourcePaths {
 public:
  explicit SourcePaths(const Graph& graph);

  // `file` from the common directory on; as it is if it does not lie there.
  std::string within_project(const std::string& file) const;

 private:
  std::string common_;
};

}  // namespace flowlog::graph
