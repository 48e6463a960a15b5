// stats.h: what a graph says at a glance. Everything here is derived from the graph and points into it.
//
// Orders are total (ties are decided by id), so that equal graphs give equal reports.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "graph/graph.h"

namespace flowlog::graph {

struct Totals {
  uint64_t runs = 0;
  uint64_t unfinished_runs = 0;  // whose program did not close its trace
  uint64_t sessions = 0;         // each counted in the process in which it began
  uint64_t parts = 0;            // of sessions that began in another one
  uint64_t calls = 0;            // of the functions in the graph
  std::array<uint64_t, kOutcomes> outcomes{};
  double least_sample_rate = 1, greatest_sample_rate = 0;  // of the runs
  uint64_t misused_sessions = 0;
  uint64_t dropped_records = 0;
  uint64_t damaged_bytes = 0;
  uint64_t refused_headers = 0;
};
Totals totals_of(const Graph& graph);

// Functions called one after the other by `count` sessions, and how many calls came after those.
struct FrequentPath {
  std::vector<std::string> path;
  uint64_t path_left_out = 0;
  uint64_t count = 0;
};
inline constexpr size_t kFrequentPaths = 10;
std::vector<FrequentPath> frequent_paths(const Graph& graph, size_t limit = kFrequentPaths);

// Ids of functions that ended in an error at least once, in order.
std::vector<std::string> error_nodes(const Graph& graph);

// The pair of shapes that most calls had; of equals, the least. Null if nothing is known of shapes.
const ShapePair* most_frequent_shapes(const Node& node);

// How much of the code ran: of the functions whose code is known, and of the edges that lead from them.
// Several branches of one edge count once.
struct Coverage {
  uint64_t functions = 0, functions_ran = 0;
  uint64_t edges = 0, edges_ran = 0;
};
// By module; empty where no code is known.
std::map<std::string, Coverage> coverage_of(const Graph& graph);
Coverage total_of(const std::map<std::string, Coverage>& coverage);

// A call tree that few sessions had, where there are others: at most one of a hundred.
struct RareVariant {
  std::string hash;
  const Variant* variant;
};
std::vector<RareVariant> rare_variants(const Graph& graph, size_t limit);  // the rarest first

using ErrorEntry = const std::pair<const ErrorOrigin, Errors>*;
std::vector<ErrorEntry> errors_by_frequency(const Graph& graph, size_t limit);

using NodeEntry = const std::pair<const std::string, Node>*;
using EdgeEntry = const std::pair<const EdgeKey, Edge>*;

// The first of each ranking, at most `limit`.
std::vector<NodeEntry> nodes_by_self_time(const Graph& graph, size_t limit);  // only timed ones
std::vector<NodeEntry> nodes_by_suspension(const Graph& graph,
                                           size_t limit);                 // coroutines, by all of their time
std::vector<NodeEntry> nodes_by_calls(const Graph& graph, size_t limit);  // only those that ran
std::vector<EdgeEntry> edges_that_failed(const Graph& graph, size_t limit);  // no success, by frequency
std::vector<EdgeEntry> slowest_edges(const Graph& graph, size_t limit);      // by p99, only timed ones
std::vector<NodeEntry> nodes_with_varying_shapes(const Graph& graph, size_t limit);  // by number of variants

}  // namespace flowlog::graph
