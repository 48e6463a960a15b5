// view.h: the part of a graph that someone wants to see.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "graph/graph.h"

namespace flowlog::graph {

struct ViewOptions {
  bool only_errors = false;  // edges that ended in an error or were abandoned, and the ways that lead to them
  uint64_t min_count = 0;    // functions called and edges taken at least so often
  std::string module = "";   // regular expression; functions whose module it matches
  std::string focus = "";    // a function: it, its callers and callees, near and far
  std::string ignore = "";   // regular expression; functions whose id it matches are left out
  std::string test = "";     // regular expression; what the tests ran whose names it matches
  uint64_t depth = 0;        // functions at most so many calls away from the outside; 0: no limit
  size_t max_edges = 0;      // so many edges, the busiest; 0: no limit
};

// The graph pruned as the options say. What was left out stands in `left_out`; if that is nothing, the graph
// is unchanged and stays whole. Regular expressions have RE2's syntax and match anywhere. Throws Error for a
// bad one, and for a `focus` that is no function of the graph, with the names that come near.
//
// Counts are not changed: a function shown keeps the calls that came over edges that are not.
Graph view(const Graph& graph, const ViewOptions& options);

// The ids of the functions that `name` means: an id, a qualified name, or the end of one ("Order::total",
// "total"); where there is none, all whose id it matches as a regular expression. Throws Error if that is
// none either, with the names that come near; `option` is what the user gave it to.
std::set<std::string> functions_asked_for(const Graph& graph, const char* option, const std::string& name);

// At most `limit` function names of the graph that `wanted` may have meant, the likeliest first.
std::vector<std::string> near_names(const Graph& graph, const std::string& wanted, size_t limit = 3);

}  // namespace flowlog::graph
