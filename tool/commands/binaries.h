// binaries.h: programs whose code is looked at, without running them.
#pragma once

#include <string>

#include "graph/static_graph.h"

namespace flowlog::cli {

// Throws Error for what is no binary, or has no tracked functions.
graph::Binary read_binary(const std::string& path);

}  // namespace flowlog::cli
