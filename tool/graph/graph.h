// graph.h: the merged graph, which function calls which, over all sessions.
//
// A graph is a commutative monoid: every number in it adds, every set unites, so that traces merged in any
// order, in parallel or in steps give the same graph, and its file the same bytes. What is shown as one value
// (a node's shape, the frequent paths) is derived from these sums when it is written. JSON form:
// docs/graph.md.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "graph/errors.h"
#include "graph/exemplars.h"
#include "graph/histogram.h"
#include "graph/history.h"
#include "graph/outcome.h"
#include "graph/tests.h"

namespace flowlog::graph {

// `from` of calls that no tracked call made.
inline constexpr const char* kEntry = "(entry)";

// Likewise of calls from another process: the id of the site that made them, in hexadecimal. No node has such
// an id.
std::string remote_caller(uint64_t site);
bool is_outside(std::string_view from);  // kEntry or a remote caller

// Shapes are JSON texts in their one canonical form (as the plugin wrote them); the graph only compares them.
struct ShapePair {
  std::string input, output;
  auto operator<=>(const ShapePair&) const = default;
};

struct Node {
  std::string function_name;
  std::string module;  // enclosing namespaces, "" for the global one
  std::string file;
  uint32_t line = 0;
  std::string image;                        // path of the executable or shared object; the least of them
  std::map<std::string, uint64_t> symbols;  // linkage name -> calls; several where a template is folded
  std::set<uint64_t> sites;                 // ids by which other processes name it (abi.h, flowlog_info)
  std::map<ShapePair, uint64_t> shapes;     // -> calls
  std::map<ShapePair, RunSpan> shape_runs;  // of those that ran
  std::array<uint64_t, kOutcomes> outcomes{};
  Histogram duration_ns;
  uint64_t self_ns = 0;
  uint64_t recording_ns = 0;  // of self_ns; 0 where it was not measured
  Histogram suspended_ns;     // of a coroutine's calls that were
  Exemplars exemplars;
  TestSet tests;             // that ran it, numbered by the graph's `tests`
  bool lower_bound = false;  // a session with this function lost records
  bool code_known = false;   // all that it can call is in the graph, as edges that ran or static ones

  uint64_t occurrences() const;
};

struct EdgeKey {
  std::string from, to;  // node ids; `from` may be outside
  Outcome branch;        // the callee's
  uint64_t remote = 0;   // the calls came from another process, and from this site of it; 0: they did not
  auto operator<=>(const EdgeKey&) const = default;
};

struct Edge {
  uint64_t frequency = 0;
  std::map<std::string, uint64_t> details;  // branch detail (an error's type, why it was partial) -> calls
  Histogram duration_ns;
  uint64_t self_ns = 0;  // of duration_ns, without the tracked functions that the callee called
  Exemplars exemplars;
  TestSet tests;
  BatchCounts history;
  bool lower_bound = false;
  bool static_only = false;  // in the code, never run; `branch` is then kSuccess and `frequency` 0
  bool is_virtual = false;   // of a static edge: only virtual calls lead there, and may land elsewhere
};

// A call tree that sessions had in common, known by a hash that is made of names and so is the same
// everywhere. Runs of equal neighbouring subtrees count as one, so that a loop that went round five times and
// one that went round six are the same variant.
struct Variant {
  uint64_t sessions = 0;
  std::vector<std::string> path;  // node ids in call order, at most kMaxPath
  uint64_t path_left_out = 0;     // calls beyond that
  std::string exemplar{};         // the least id of such a session
  static constexpr size_t kMaxPath = 64;
  static constexpr size_t kMaxKept = 1u << 15;  // in a graph: those with the least hashes
};

// One trace that is in the graph.
struct Run {
  std::string label;
  std::string executable;
  std::string started;   // ISO 8601, UTC
  bool complete = true;  // the program closed its trace
  uint64_t sessions = 0;
  uint64_t calls = 0;
  double sample_rate = 1;         // the fraction of the sessions that were recorded; all counts are of these
  uint64_t misused_sessions = 0;  // flowlog::sessions that were ended twice, or on a wrong thread
  uint64_t dropped_records = 0;
  uint64_t damaged_bytes = 0;
  uint64_t parts = 0;  // of the sessions, such as began in another traced process, and are counted there
  uint64_t refused_headers = 0;  // of messages from outside
  auto operator<=>(const Run&) const = default;
};

// How much of the merged graph is there. Only a whole one can be added to another.
enum class Form : uint8_t {
  kWhole,
  kStructure,  // without what differs from run to run
  kView,       // pruned for a picture
};

// What a view does not show. Pictures say it.
struct LeftOut {
  uint64_t nodes = 0;
  uint64_t edges = 0;
  std::vector<std::string> because;  // the options that did it, as the user gave them
  bool operator==(const LeftOut&) const = default;
};

struct Graph {
  Form form = Form::kWhole;
  LeftOut left_out;                   // of a view
  std::map<std::string, Node> nodes;  // by id
  std::map<EdgeKey, Edge> edges;
  ErrorList errors;
  std::map<std::string, Variant> variants;  // by hash of the tree, 16 hex digits
  uint64_t variant_sessions_left_out = 0;   // of variants that are not kept
  Runs runs;
  History history;
  Tests tests;  // all that ran, also those that called no function here
};

// Gives the edges that come from other processes the nodes of their sites as `from`, where these are known:
// of several the least, so that it depends on what the graph holds and not on how it came together.
void resolve_remote_callers(Graph& graph);

// Adds `other` to `graph`. A run that is in both may be there to different extents, if its trace was merged
// while the program ran: the complete one, or the one with more calls, covers the other. If all runs of
// `other` are covered by `graph`, nothing changes and false is returned; if all of `graph` by `other`, it
// becomes `other`. Otherwise a shared run throws Error with both names, since the parts cannot be told apart
// any more. What `other` knows from code and not from runs is added all the same.
// Throws as well if one of them is not whole, and if a sum would wrap; `graph` is then of no use.
bool add(Graph& graph, const Graph& other, const std::string& graph_name, const std::string& other_name);

}  // namespace flowlog::graph
