// graph.cpp: see graph.h.
#include "graph/graph.h"

#include <algorithm>
#include <numeric>

#include "error.h"

namespace flowlog::graph {
namespace {

// Of two values that ought to be the same, the least: a choice that does not depend on the order of the
// inputs. A value that is missing gives way.
template <class T>
void take_least(T& value, const T& other) {
  if (value == T{} || (other != T{} && other < value)) value = other;
}

template <class Key>
void add_counts(std::map<Key, uint64_t>& counts, const std::map<Key, uint64_t>& other) {
  for (const auto& [key, count] : other) counts[key] += count;
}

void add_node(Node& node, const Node& other) {
  take_least(node.function_name, other.function_name);
  take_least(node.module, other.module);
  // File and line belong together.
  std::pair place(node.file, node.line);
  take_least(place, {other.file, other.line});
  std::tie(node.file, node.line) = place;
  take_least(node.image, other.image);
  add_counts(node.symbols, other.symbols);
  add_counts(node.shapes, other.shapes);
  for (size_t i = 0; i < kOutcomes; ++i) node.outcomes[i] += other.outcomes[i];
  node.duration_ns.add(other.duration_ns);
  node.self_ns += other.self_ns;
  node.exemplars.add(other.exemplars);
  node.lower_bound |= other.lower_bound;
}

void add_edge(Edge& edge, const Edge& other) {
  edge.frequency += other.frequency;
  add_counts(edge.details, other.details);
  edge.duration_ns.add(other.duration_ns);
  edge.exemplars.add(other.exemplars);
  edge.lower_bound |= other.lower_bound;
}

// An edge of the code that ran in one of the parts, on whatever branch, is not "never run" in the whole.
void settle_static_edge(std::map<EdgeKey, Edge>& edges, const EdgeKey& of_pair) {
  EdgeKey key{of_pair.from, of_pair.to, Outcome::kSuccess};
  const auto at = edges.find(key);
  if (at == edges.end() || !at->second.static_only) return;
  if (at->second.frequency != 0) {
    at->second.static_only = false;
    return;
  }
  for (const Outcome branch : {Outcome::kError, Outcome::kPartial, Outcome::kAbandoned}) {
    key.branch = branch;
    if (edges.count(key) == 0) continue;
    edges.erase(at);
    return;
  }
}

void require_whole(const Graph& graph, const std::string& name) {
  if (graph.form == Form::kWhole) return;
  throw Error(name + ": can't be merged: " +
              (graph.form == Form::kView ? "render left parts of it out" : "--structure left its runs out") +
              "; merge the traces, or a graph as merge writes it");
}

}  // namespace

const char* name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::kSuccess:
      return "success";
    case Outcome::kError:
      return "error";
    case Outcome::kPartial:
      return "partial";
    case Outcome::kAbandoned:
      return "abandoned";
  }
  return "unknown";
}

void Exemplars::add(const std::string& session_id) {
  ids_.insert(session_id);
  if (ids_.size() > kKept) ids_.erase(std::prev(ids_.end()));
}

void Exemplars::add(const Exemplars& other) {
  for (const std::string& id : other.ids_) add(id);
}

uint64_t Node::occurrences() const { return std::accumulate(outcomes.begin(), outcomes.end(), uint64_t{0}); }

bool add(Graph& graph, const Graph& other, const std::string& graph_name, const std::string& other_name) {
  require_whole(graph, graph_name);
  require_whole(other, other_name);

  const auto shared = std::count_if(other.runs.begin(), other.runs.end(),
                                    [&](const auto& run) { return graph.runs.count(run.first) != 0; });
  if (shared != 0) {
    if (size_t(shared) == other.runs.size()) return false;
    if (size_t(shared) == graph.runs.size()) {
      graph = other;
      return true;
    }
    throw Error(other_name + ": holds " + std::to_string(shared) + " of the runs that are in " + graph_name +
                " too, and others; what both hold would count twice: merge the traces instead");
  }

  for (const auto& [id, node] : other.nodes) add_node(graph.nodes[id], node);
  for (const auto& [key, edge] : other.edges) {
    const auto [at, fresh] = graph.edges.try_emplace(key, edge);
    if (!fresh) add_edge(at->second, edge);
  }
  for (const auto& [key, edge] : other.edges) settle_static_edge(graph.edges, key);
  for (const auto& [hash, variant] : other.variants) {
    Variant& sum = graph.variants[hash];
    sum.sessions += variant.sessions;
    std::pair path(sum.path, sum.path_left_out);
    take_least(path, {variant.path, variant.path_left_out});
    std::tie(sum.path, sum.path_left_out) = path;
  }
  graph.runs.insert(other.runs.begin(), other.runs.end());
  return true;
}

}  // namespace flowlog::graph
