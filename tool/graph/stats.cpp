// stats.cpp: see stats.h.
#include "graph/stats.h"

#include <algorithm>

namespace flowlog::graph {
namespace {

// The `limit` entries of `map` with the highest rank that is not 0; of equals, the least key.
template <class Map, class Rank>
std::vector<const typename Map::value_type*> highest(const Map& map, size_t limit, Rank rank) {
  std::vector<std::pair<uint64_t, const typename Map::value_type*>> ranked;
  for (const auto& entry : map) {
    if (const uint64_t value = rank(entry.first, entry.second)) ranked.emplace_back(value, &entry);
  }
  std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second->first < b.second->first;
  });
  ranked.resize(std::min(limit, ranked.size()));
  std::vector<const typename Map::value_type*> entries;
  for (const auto& [value, entry] : ranked) entries.push_back(entry);
  return entries;
}

}  // namespace

Totals totals_of(const Graph& graph) {
  Totals totals;
  totals.runs = graph.runs.size();
  for (const auto& [id, run] : graph.runs) {
    totals.unfinished_runs += !run.complete;
    totals.sessions += run.sessions - run.parts;
    totals.parts += run.parts;
    totals.least_sample_rate = std::min(totals.least_sample_rate, run.sample_rate);
    totals.greatest_sample_rate = std::max(totals.greatest_sample_rate, run.sample_rate);
    totals.misused_sessions += run.misused_sessions;
    totals.dropped_records += run.dropped_records;
    totals.damaged_bytes += run.damaged_bytes;
    totals.refused_headers += run.refused_headers;
  }
  for (const auto& [id, node] : graph.nodes) {
    totals.calls += node.occurrences();
    for (size_t i = 0; i < kOutcomes; ++i) totals.outcomes[i] += node.outcomes[i];
  }
  return totals;
}

std::vector<FrequentPath> frequent_paths(const Graph& graph, size_t limit) {
  // Trees that differ only in who called whom share a path.
  std::map<std::pair<std::vector<std::string>, uint64_t>, uint64_t> sessions;
  for (const auto& [hash, variant] : graph.variants) {
    sessions[{variant.path, variant.path_left_out}] += variant.sessions;
  }
  std::vector<FrequentPath> paths;
  for (const auto* entry : highest(sessions, limit, [](const auto&, uint64_t count) { return count; })) {
    paths.push_back({entry->first.first, entry->first.second, entry->second});
  }
  return paths;
}

std::vector<std::string> error_nodes(const Graph& graph) {
  std::vector<std::string> ids;
  for (const auto& [id, node] : graph.nodes) {
    if (node.outcomes[size_t(Outcome::kError)] != 0) ids.push_back(id);
  }
  return ids;
}

std::map<std::string, Coverage> coverage_of(const Graph& graph) {
  std::map<std::string, Coverage> modules;
  for (const auto& [id, node] : graph.nodes) {
    if (!node.code_known) continue;
    Coverage& module = modules[node.module];
    ++module.functions;
    module.functions_ran += node.occurrences() != 0;
  }
  const EdgeKey* before = nullptr;
  for (const auto& [key, edge] : graph.edges) {
    const bool another_branch = before && before->from == key.from && before->to == key.to;
    before = &key;
    const auto caller = graph.nodes.find(key.from);
    if (another_branch || caller == graph.nodes.end() || !caller->second.code_known) continue;
    Coverage& module = modules[caller->second.module];
    ++module.edges;
    module.edges_ran += !edge.static_only;
  }
  return modules;
}

Coverage total_of(const std::map<std::string, Coverage>& coverage) {
  Coverage total;
  for (const auto& [name, module] : coverage) {
    total.functions += module.functions;
    total.functions_ran += module.functions_ran;
    total.edges += module.edges;
    total.edges_ran += module.edges_ran;
  }
  return total;
}

const ShapePair* most_frequent_shapes(const Node& node) {
  const auto most = std::max_element(node.shapes.begin(), node.shapes.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == node.shapes.end() ? nullptr : &most->first;
}

std::vector<RareVariant> rare_variants(const Graph& graph, size_t limit) {
  constexpr uint64_t kOneIn = 100;
  uint64_t sessions = 0;
  for (const auto& [hash, variant] : graph.variants) sessions += variant.sessions;
  std::vector<RareVariant> rare;
  for (const auto& [hash, variant] : graph.variants) {
    if (variant.sessions <= sessions / kOneIn) rare.push_back({hash, &variant});
  }
  std::stable_sort(rare.begin(), rare.end(), [](const RareVariant& a, const RareVariant& b) {
    return a.variant->sessions < b.variant->sessions;
  });
  rare.resize(std::min(limit, rare.size()));
  return rare;
}

std::vector<ErrorEntry> errors_by_frequency(const Graph& graph, size_t limit) {
  return highest(graph.errors, limit,
                 [](const ErrorOrigin&, const Errors& errors) { return errors.occurrences(); });
}

std::vector<NodeEntry> nodes_by_self_time(const Graph& graph, size_t limit) {
  return highest(graph.nodes, limit, [](const std::string&, const Node& node) { return node.self_ns; });
}

std::vector<NodeEntry> nodes_by_suspension(const Graph& graph, size_t limit) {
  return highest(graph.nodes, limit,
                 [](const std::string&, const Node& node) { return node.suspended_ns.sum(); });
}

std::vector<NodeEntry> nodes_by_calls(const Graph& graph, size_t limit) {
  return highest(graph.nodes, limit, [](const std::string&, const Node& node) { return node.occurrences(); });
}

std::vector<EdgeEntry> edges_that_failed(const Graph& graph, size_t limit) {
  return highest(graph.edges, limit, [](const EdgeKey& key, const Edge& edge) {
    return key.branch == Outcome::kSuccess ? 0 : edge.frequency;
  });
}

std::vector<EdgeEntry> slowest_edges(const Graph& graph, size_t limit) {
  return highest(graph.edges, limit,
                 [](const EdgeKey&, const Edge& edge) { return edge.duration_ns.quantile(0.99); });
}

std::vector<NodeEntry> nodes_with_varying_shapes(const Graph& graph, size_t limit) {
  return highest(graph.nodes, limit, [](const std::string&, const Node& node) {
    const auto seen = std::count_if(node.shapes.begin(), node.shapes.end(),
                                    [](const auto& shapes) { return shapes.second != 0; });
    return seen > 1 ? uint64_t(seen) : 0;
  });
}

}  // namespace flowlog::graph
