// folded_graph.cpp: from the numbers of a fold to the graph; see fold_sums.h.
#include <algorithm>
#include <cstdio>
#include <utility>

#include "graph/checked_sum.h"
#include "graph/fold_sums.h"

namespace flowlog::graph {
namespace {

class FoldedGraph {
 public:
  FoldedGraph(const trace::Trace& trace, FoldSums& sum, const Texts& texts)
      : trace_(trace), sum_(sum), texts_(texts) {}

  Graph make() {
    sum_.calls.finish();
    Graph graph;
    add_nodes(graph);
    add_edges(graph);
    if (trace_.about().timed && trace_.cost()) add_recording_costs(graph, *trace_.cost());
    add_errors(graph);
    add_variants(graph);
    resolve_remote_callers(graph);
    return graph;
  }

 private:
  // One node for each site that was called, which adding makes one for each id: what is said of a function in
  // several sites (instantiations, copies in several images) is settled as it is between graphs.
  void add_nodes(Graph& graph) {
    for (uint32_t number = 0; number < sum_.sites.size(); ++number) {
      const uint64_t calls = sum_.sites[number].calls;
      if (calls == 0) continue;
      const trace::Site& site = trace_.sites().at(number);
      Node node;
      node.function_name = site.description.function_name;
      node.module = site.description.module;
      node.file = site.description.file;
      node.line = site.description.line;
      node.image = site.image;
      if (site.id != 0) node.sites.insert(site.id);
      if (!site.description.symbol.empty()) node.symbols[site.description.symbol] = calls;
      node.shapes[{site.description.input_shape, site.description.output_shape}] = calls;
      Graph one;
      one.nodes.emplace(site.description.id, std::move(node));
      add(graph, one, trace_.name(), trace_.name());
    }
    for (const auto& [node, durations] : sum_.suspended_ns) {
      graph.nodes[sum_.nodes[node].id].suspended_ns = durations.to_histogram(sum_.pages);
    }
  }

  EdgeKey name_of_edge(const EdgeNumbers& edge) const {
    return {sum_.nodes[edge.from].id, sum_.nodes[edge.to].id, edge.branch, sum_.nodes[edge.from].remote};
  }

  // A node's figures are the sums of its incoming edges'.
  void add_edges(Graph& graph) {
    sum_.tests.for_each([&](uint32_t text) { graph.tests.number_of(texts_.at(text)); });
    for (uint32_t number = 0; number < sum_.edges.size(); ++number) {
      const EdgeFacts& facts = sum_.edges[number];
      const EdgeNumbers& key = sum_.edge_index.edges()[number];
      const EdgeSums& sums = sum_.calls.at(number);
      Edge& edge = graph.edges[name_of_edge(key)];
      edge.frequency = sums.calls;
      edge.duration_ns = sums.duration_ns.to_histogram(sum_.calls.pages());
      edge.exemplars = facts.exemplars.to_exemplars();
      facts.tests.for_each([&](uint32_t text) { edge.tests.add(graph.tests.number_of(texts_.at(text))); });
      edge.lower_bound = facts.lower_bound || trace_.losses().unlocated_records != 0;
      Node& node = graph.nodes[sum_.nodes[key.to].id];
      node.outcomes[size_t(key.branch)] += sums.calls;
      node.duration_ns.add(edge.duration_ns);
      edge.self_ns = sums.self_ns;
      add_to(node.self_ns, edge.self_ns);
      node.exemplars.add(edge.exemplars);
      edge.tests.for_each([&](uint32_t test) { node.tests.add(test); });
      node.lower_bound |= edge.lower_bound;
    }
    for (const auto& [key, calls] : sum_.details) {
      const EdgeNumbers& edge = sum_.edge_index.edges()[key >> 32];
      graph.edges[name_of_edge(edge)].details[texts_.at(uint32_t(key))] += calls;
    }
  }

  // A call's own time holds what recording it takes between its two times, and the rest of what recording the
  // calls takes that it made.
  void add_recording_costs(Graph& graph, const format::CostTotals& cost) {
    const uint64_t inside_ns = duration_ns(cost.inside_ticks);
    const uint64_t outside_ns = duration_ns(cost.ticks) - inside_ns;
    std::vector<unsigned __int128> sums_ns(sum_.nodes.size());
    for (uint32_t number = 0; number < sum_.edges.size(); ++number) {
      const EdgeNumbers& edge = sum_.edge_index.edges()[number];
      const EdgeSums& sums = sum_.calls.at(number);
      sums_ns[edge.to] += static_cast<unsigned __int128>(sums.duration_ns.count()) * inside_ns;
      sums_ns[edge.from] += static_cast<unsigned __int128>(sums.calls) * outside_ns;
    }
    for (size_t node = 1; node < sum_.nodes.size(); ++node) {
      const auto found = graph.nodes.find(sum_.nodes[node].id);
      if (found == graph.nodes.end()) continue;
      found->second.recording_ns =
          uint64_t(std::min<unsigned __int128>(sums_ns[node] / cost.pairs, found->second.self_ns));
    }
  }

  // Of so many ticks, which are few, when the trace began.
  uint64_t duration_ns(uint64_t ticks) const {
    constexpr uint64_t kFew = uint64_t{1} << 40;
    const auto& points = trace_.clock_points();
    const uint64_t start = points.empty() ? 0 : points.front().ticks;
    const trace::Clock& clock = trace_.clock();
    return uint64_t(clock.monotonic_ns(start + std::min(ticks, kFew)) - clock.monotonic_ns(start));
  }

  void add_errors(Graph& graph) {
    graph.errors = sum_.errors.take(texts_, [this](uint32_t node) { return sum_.nodes[node].id; });
    for (auto& [origin, errors] : graph.errors)
      errors.lower_bound = graph.nodes.at(origin.function).lower_bound;
  }

  void add_variants(Graph& graph) {
    graph.variant_sessions_left_out = sum_.variants.finish();
    for (const auto& [hash, sum] : sum_.variants.kept()) {
      char name[24];
      std::snprintf(name, sizeof name, "%016llx", static_cast<unsigned long long>(hash));
      Variant& variant = graph.variants[name];
      variant.sessions = sum.sessions;
      const std::vector<uint32_t> path = sum.path.nodes();
      for (const uint32_t node : path) variant.path.push_back(sum_.nodes[node].id);
      variant.path_left_out = sum.path.length() - path.size();
      variant.exemplar = trace::to_text(sum.exemplar);
    }
  }

  const trace::Trace& trace_;
  FoldSums& sum_;
  const Texts& texts_;
};

}  // namespace

Graph graph_of(const trace::Trace& trace, FoldSums& sum, const Texts& texts) {
  return FoldedGraph(trace, sum, texts).make();
}

}  // namespace flowlog::graph
