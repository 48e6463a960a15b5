// view_options.h: the filters of a graph, which every command that shows one has.
#pragma once

#include <CLI/CLI.hpp>

#include "graph/view.h"

namespace flowlog::cli {

// `max_edges` says what is the limit where none is given.
void add_view_options(CLI::App* command, graph::ViewOptions& view, const std::string& max_edges);

}  // namespace flowlog::cli
