// diff.h: what changed from one graph to another, and what only seems to have. What counts as news, and why,
// is docs/diff.md.
//
// A pure function of two graphs. All lists are in the order of names, so that equal graphs give equal
// differences.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "graph/diff_shapes.h"
#include "graph/graph.h"

namespace flowlog::graph {

enum class Change : uint8_t { kAdded, kRemoved };

// Why what only one of the graphs has may be in the other program all the same.
enum class Doubt : uint8_t {
  kNone,
  kLoss,      // records were lost, or a run did not end
  kProgram,   // the program that did it was not run
  kTests,     // nor were the tests that do it
  kCode,      // it is in the code of both, and ran in one
  kSampling,  // few sessions do it, and not all were recorded
  kChance,    // few sessions do it
};
const char* name_of(Doubt doubt);

struct Reason {
  Doubt doubt = Doubt::kNone;
  std::string text;  // "BASE lost 12 records"; "" where there is no doubt
  bool certain() const { return doubt == Doubt::kNone; }
};

// What the two graphs are made of.
struct Side {
  uint64_t runs = 0, unfinished_runs = 0, sessions = 0, calls = 0, nodes = 0, edges = 0;
  uint64_t dropped_records = 0, damaged_bytes = 0;
  double sample_rate = 1;  // the least of its runs
};

struct NodeChange {
  Change change;
  std::string id;
  uint64_t calls = 0;
  Reason reason;
};

// One function under two ids: its parameters changed, or its file was renamed.
struct SignatureChange {
  std::string base, head;
};

// Caller and callee, by the ids that HEAD has for them where it has any.
struct Pair {
  std::string from, to;
  uint64_t remote = 0;  // as in EdgeKey
  auto operator<=>(const Pair&) const = default;
};

using Outcomes = std::array<uint64_t, kOutcomes>;

// Calls between two functions between which the other graph has none.
struct EdgeChange {
  Change change;
  Pair pair;
  Outcomes calls{};
  bool static_only = false;
  Reason reason;
  bool fails() const;  // an error, or abandoned
};

// An outcome that calls between two functions have in one graph only, or what lies behind it.
struct OutcomeChange {
  Change change;
  Pair pair;
  Outcome branch;
  std::string detail;                // "": the outcome itself
  std::vector<std::string> details;  // of the outcome itself, all that lies behind it
  uint64_t calls = 0;
  Reason reason;
};

struct DependencyChange {
  Change change;
  std::string from, to;  // modules
  uint64_t edges = 0;
  Reason reason;
};

struct ShapeChange {
  Change change;
  std::string id;
  bool replaced = false;  // none of the shapes of one graph is in the other
  ShapePair shapes;
  std::optional<ShapePair> nearest;  // of the other graph, where that had any
  std::vector<FieldChange> fields;   // from base to head
  uint64_t calls = 0;
  Reason reason;
};

// How often: calls for each session, or for each call of the caller.
struct RateChange {
  Pair pair;         // of a function itself, `from` is ""
  Outcome branch{};  // of an edge
  uint64_t base_calls = 0, head_calls = 0;
  uint64_t base_of = 0, head_of = 0;
  bool itself = true;  // of a function: callers call it oftener, and not only are called oftener themselves
  bool exact = false;  // told because nearly all counts of the two graphs are equal; else by the test
  double p = 0;        // of that test
  double factor() const;
};

// How long. `factor` leaves out by how much everything took longer.
struct TimeChange {
  Pair pair;           // of a function itself, `from` is ""
  Outcome branch{};    // of an edge
  bool own = false;    // found in the time without the functions that it calls
  bool itself = true;  // at least half of the difference is its own; else it comes from what it calls
  double factor = 1, p = 0;
  uint64_t base_p50_ns = 0, head_p50_ns = 0, base_p99_ns = 0, head_p99_ns = 0;
  double base_own_ns = 0, head_own_ns = 0;  // mean, without the functions that it calls
  uint64_t base_calls = 0, head_calls = 0;
};

struct Diff {
  Side base, head;
  bool deterministic = false;  // the runs did the same work, so that each count that differs is news
  double pace = 1;             // by how much functions took longer in general; 1 where too few tell
  bool times_compared = true;
  std::vector<NodeChange> nodes;
  std::vector<SignatureChange> signatures;
  std::vector<EdgeChange> edges;
  std::vector<OutcomeChange> outcomes;
  std::vector<DependencyChange> dependencies;
  std::vector<ShapeChange> shapes;
  std::vector<RateChange> rates;
  std::vector<TimeChange> times;

  bool empty() const;  // nothing at all, doubtful or not
};

struct DiffOptions {
  std::string base_name = "BASE", head_name = "HEAD";  // for messages
  bool same_work = false;  // the runs are known to have done the same; else that is concluded from the counts
};

// Throws Error for a view, from which parts are missing.
Diff diff(const Graph& base, const Graph& head, const DiffOptions& options = {});

}  // namespace flowlog::graph
