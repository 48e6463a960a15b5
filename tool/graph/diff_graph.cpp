// diff_graph.cpp: see diff_graph.h.
#include "graph/diff_graph.h"

#include <set>
#include <string>

#include "graph/view.h"

namespace flowlog::graph {

Graph with_what_is_gone(const Graph& base, const Graph& head, const Diff& diff) {
  Graph both = head;
  for (const NodeChange& change : diff.nodes) {
    if (change.change == Change::kRemoved && change.reason.certain()) {
      Node& node = both.nodes[change.id] = base.nodes.at(change.id);
      node.tests = {};  // these two speak of runs that are not here
      node.shape_runs = {};
    }
  }
  const auto add = [&](const Pair& pair, Outcome branch, uint64_t calls, bool static_only) {
    const bool drawable =
        both.nodes.count(pair.to) != 0 && (is_outside(pair.from) || both.nodes.count(pair.from) != 0);
    if (!drawable || (calls == 0 && !static_only)) return;
    Edge& edge = both.edges[{pair.from, pair.to, branch, pair.remote}];
    edge.frequency = calls;
    edge.static_only = static_only;
  };
  for (const EdgeChange& change : diff.edges) {
    if (change.change != Change::kRemoved || !change.reason.certain()) continue;
    for (size_t i = 0; i < kOutcomes; ++i) add(change.pair, Outcome(i), change.calls[i], false);
    if (change.static_only) add(change.pair, Outcome::kSuccess, 0, true);
  }
  for (const OutcomeChange& change : diff.outcomes) {
    if (change.change == Change::kRemoved && change.detail.empty() && change.reason.certain())
      add(change.pair, change.branch, change.calls, false);
  }
  return both;
}

Graph changed_part(const Graph& both, const Diff& diff, size_t max_edges) {
  std::set<std::string> nodes;
  std::set<EdgeKey> edges;
  const auto add_edge = [&](const Pair& pair, Outcome branch) {
    const EdgeKey key{pair.from, pair.to, branch, pair.remote};
    if (both.edges.count(key) == 0) return;
    edges.insert(key);
    nodes.insert({pair.from, pair.to});
  };
  for (const auto& change : diff.nodes) {
    if (change.reason.certain()) nodes.insert(change.id);
  }
  for (const auto& change : diff.signatures) nodes.insert(change.head);
  for (const auto& change : diff.shapes) {
    if (change.reason.certain()) nodes.insert(change.id);
  }
  for (const auto& change : diff.edges) {
    if (!change.reason.certain()) continue;
    for (size_t i = 0; i < kOutcomes; ++i) add_edge(change.pair, Outcome(i));
  }
  for (const auto& change : diff.outcomes) {
    if (change.reason.certain()) add_edge(change.pair, change.branch);
  }
  for (const auto& change : diff.rates) {
    if (!change.pair.from.empty()) add_edge(change.pair, change.branch);
  }
  for (const auto& change : diff.times) {
    change.pair.from.empty() ? void(nodes.insert(change.pair.to)) : add_edge(change.pair, change.branch);
  }

  ViewOptions busiest;
  busiest.max_edges = max_edges;
  Graph part = both;
  std::erase_if(part.edges, [&](const auto& entry) { return edges.count(entry.first) == 0; });
  std::erase_if(part.nodes, [&](const auto& entry) { return nodes.count(entry.first) == 0; });
  part.form = Form::kView;
  part.left_out = {
      both.nodes.size() - part.nodes.size(), both.edges.size() - part.edges.size(), {"what is the same"}};
  return view(part, busiest);
}

}  // namespace flowlog::graph
