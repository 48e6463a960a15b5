// diff_match.h: which function and which edge of one graph is which of the other.
//
// Everything points into the two graphs, which must outlive it.
#pragma once

#include <array>
#include <vector>

#include "graph/diff.h"
#include "graph/graph.h"
#include "graph/stats.h"

namespace flowlog::graph {

struct MatchedNode {
  NodeEntry base = nullptr, head = nullptr;  // one may be null
};

// The edges of one caller and callee, by outcome.
using Branches = std::array<EdgeEntry, kOutcomes>;

struct MatchedPair {
  Pair pair;
  Branches base{}, head{};
};

struct Match {
  std::vector<MatchedNode> nodes;  // by head's id, or base's where head has none
  std::vector<SignatureChange> signatures;
  std::vector<MatchedPair> pairs;  // in their order
};

// Functions are known by their ids. Those that are in one graph only are taken for one if they are alone in
// having the name, without and failing that with other parameters, in either graph.
Match match(const Graph& base, const Graph& head);

}  // namespace flowlog::graph
