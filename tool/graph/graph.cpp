// graph.cpp: see graph.h.
#include "graph/graph.h"

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <stdexcept>

#include "error.h"
#include "graph/checked_sum.h"

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
  for (const auto& [key, count] : other) add_to(counts[key], count);
}

// `runs`: all of both.
void add_node(Node& node, const Node& other, const Runs& runs) {
  take_least(node.function_name, other.function_name);
  take_least(node.module, other.module);
  // File and line belong together.
  std::pair place(node.file, node.line);
  take_least(place, {other.file, other.line});
  std::tie(node.file, node.line) = place;
  take_least(node.image, other.image);
  add_counts(node.symbols, other.symbols);
  node.sites.insert(other.sites.begin(), other.sites.end());
  add_counts(node.shapes, other.shapes);
  for (const auto& [shapes, span] : other.shape_runs) node.shape_runs[shapes].add(span, runs);
  uint64_t occurrences = node.occurrences();
  add_to(occurrences, other.occurrences());
  for (size_t i = 0; i < kOutcomes; ++i) add_to(node.outcomes[i], other.outcomes[i]);
  node.duration_ns.add(other.duration_ns);
  add_to(node.self_ns, other.self_ns);
  add_to(node.recording_ns, other.recording_ns);
  node.suspended_ns.add(other.suspended_ns);
  node.exemplars.add(other.exemplars);
  node.lower_bound |= other.lower_bound;
  node.code_known |= other.code_known;
}

// What ran in one of the parts is not "never run" in the whole.
void add_edge(Edge& edge, const Edge& other) {
  edge.static_only &= other.static_only;
  edge.is_virtual &= other.is_virtual && edge.static_only;
  add_to(edge.frequency, other.frequency);
  add_counts(edge.details, other.details);
  edge.duration_ns.add(other.duration_ns);
  add_to(edge.self_ns, other.self_ns);
  edge.exemplars.add(other.exemplars);
  edge.lower_bound |= other.lower_bound;
}

// Nor is what ran on another branch.
void settle_static_edge(std::map<EdgeKey, Edge>& edges, const EdgeKey& of_pair) {
  EdgeKey key{of_pair.from, of_pair.to, Outcome::kSuccess};
  const auto at = edges.find(key);
  if (at == edges.end() || !at->second.static_only) return;
  for (const Outcome branch : {Outcome::kError, Outcome::kPartial, Outcome::kAbandoned}) {
    key.branch = branch;
    if (edges.count(key) == 0) continue;
    edges.erase(at);
    return;
  }
}

// Whether `a` holds all that `b` holds of the same trace: what was merged while the program ran is a part of
// what it closed, and so is what a copy of its trace held earlier.
bool covers(const Run& a, const Run& b) {
  const auto extent = [](const Run& run) { return std::tie(run.complete, run.calls, run.sessions); };
  return extent(a) >= extent(b);
}

enum class Extent { kApart, kContained, kContains, kOverlap };  // what the other graph is to this one

Extent compare(const Graph& graph, const Graph& other) {
  size_t shared = 0, in_graph = 0, in_other = 0;
  for (const auto& [id, run] : other.runs) {
    const auto same = graph.runs.find(id);
    if (same == graph.runs.end()) continue;
    ++shared;
    in_graph += covers(same->second, run);
    in_other += covers(run, same->second);
  }
  if (shared == 0) return Extent::kApart;
  if (in_graph == other.runs.size()) return Extent::kContained;
  return in_other == graph.runs.size() ? Extent::kContains : Extent::kOverlap;
}

[[noreturn]] void refuse_overlap(const Graph& graph, const Graph& other, const std::string& graph_name,
                                 const std::string& other_name) {
  size_t shared = 0;
  for (const auto& [id, run] : other.runs) {
    const auto same = graph.runs.find(id);
    if (same == graph.runs.end()) continue;
    ++shared;
    const bool graph_is_earlier = !covers(same->second, run);
    if (!graph_is_earlier && covers(run, same->second)) continue;
    throw Error((graph_is_earlier ? graph_name : other_name) + ": holds an earlier part of trace " + id +
                " than " + (graph_is_earlier ? other_name : graph_name) +
                ", and it can't be told apart from the rest any more; merge the traces anew");
  }
  throw Error(other_name + ": holds " + std::to_string(shared) + " of the runs that are in " + graph_name +
              " too, and others; what both hold would count twice: merge the traces instead");
}

// Of graphs without a run in common. Throws std::overflow_error.
void add_content(Graph& graph, const Graph& other) {
  std::vector<uint32_t> numbers;  // of other's tests, in this graph
  for (const std::string& test : other.tests.names()) numbers.push_back(graph.tests.number_of(test));
  const auto add_tests = [&](TestSet& tests, const TestSet& others) {
    others.for_each([&](uint32_t test) { tests.add(numbers[test]); });
  };
  graph.runs.insert(other.runs.begin(), other.runs.end());
  for (const auto& [id, node] : other.nodes) {
    Node& sum = graph.nodes[id];
    add_node(sum, node, graph.runs);
    add_tests(sum.tests, node.tests);
  }
  for (const auto& [key, edge] : other.edges) {
    const auto [at, fresh] = graph.edges.try_emplace(key, edge);
    if (fresh) {
      at->second.tests = {};
      at->second.history = {};
    } else {
      add_edge(at->second, edge);
    }
    add_tests(at->second.tests, edge.tests);
  }
  add_history(graph, other);
  for (const auto& [key, edge] : other.edges) settle_static_edge(graph.edges, key);
  add(graph.errors, other.errors);
  for (const auto& [hash, variant] : other.variants) {
    Variant& sum = graph.variants[hash];
    add_to(sum.sessions, variant.sessions);
    std::pair path(sum.path, sum.path_left_out);
    take_least(path, {variant.path, variant.path_left_out});
    std::tie(sum.path, sum.path_left_out) = path;
    take_least(sum.exemplar, variant.exemplar);
  }
  add_to(graph.variant_sessions_left_out, other.variant_sessions_left_out);
  // What is among the least of a sum is among the least of each part that has it, so that no order of adding
  // makes a difference.
  while (graph.variants.size() > Variant::kMaxKept) {
    const auto greatest = std::prev(graph.variants.end());
    add_to(graph.variant_sessions_left_out, greatest->second.sessions);
    graph.variants.erase(greatest);
  }
  resolve_remote_callers(graph);
}

// What a graph knows from code: its functions without their calls, and the edges that never ran.
Graph code_of(const Graph& graph) {
  Graph code;
  for (const auto& [id, node] : graph.nodes) {
    if (!node.code_known) continue;
    Node& known = code.nodes[id];
    known.function_name = node.function_name;
    known.module = node.module;
    known.file = node.file;
    known.line = node.line;
    known.image = node.image;
    for (const auto& [symbol, calls] : node.symbols) known.symbols[symbol] = 0;
    known.sites = node.sites;
    for (const auto& [shapes, calls] : node.shapes) known.shapes[shapes] = 0;
    known.code_known = true;
  }
  for (const auto& [key, edge] : graph.edges) {
    if (edge.static_only) code.edges.emplace(key, edge);
  }
  return code;
}

bool knows_code(const Graph& graph) {
  return std::any_of(graph.nodes.begin(), graph.nodes.end(),
                     [](const auto& entry) { return entry.second.code_known; });
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

std::string remote_caller(uint64_t site) {
  char text[32];
  std::snprintf(text, sizeof text, "(remote %016llx)", static_cast<unsigned long long>(site));
  return text;
}

bool is_outside(std::string_view from) {
  constexpr std::string_view kBegin = "(remote ", kEnd = ")";
  if (from == kEntry) return true;
  const bool is_remote =
      from.size() == kBegin.size() + 16 + kEnd.size() && from.starts_with(kBegin) && from.ends_with(kEnd);
  return is_remote && from.substr(kBegin.size(), 16).find_first_not_of("0123456789abcdef") == from.npos;
}

void resolve_remote_callers(Graph& graph) {
  std::map<uint64_t, std::string> callers;
  for (const auto& [key, edge] : graph.edges) {
    if (key.remote != 0) callers.emplace(key.remote, remote_caller(key.remote));
  }
  if (callers.empty()) return;
  std::set<uint64_t> known;
  for (const auto& [id, node] : graph.nodes) {  // in the order of ids
    for (const uint64_t site : node.sites) {
      const auto caller = callers.find(site);
      if (caller != callers.end() && known.insert(site).second) caller->second = id;
    }
  }
  std::vector<EdgeKey> renamed;
  for (const auto& [key, edge] : graph.edges) {
    if (key.remote != 0 && key.from != callers.at(key.remote)) renamed.push_back(key);
  }
  for (const EdgeKey& key : renamed) {
    auto edge = graph.edges.extract(key);
    edge.key().from = callers.at(key.remote);
    // What came from another graph may be there under its name already.
    const auto there = graph.edges.insert(std::move(edge));
    if (there.inserted) continue;
    Edge& sum = there.position->second;
    add_edge(sum, there.node.mapped());
    there.node.mapped().tests.for_each([&](uint32_t test) { sum.tests.add(test); });
    for (const auto& [batch, calls] : there.node.mapped().history.counts()) sum.history.add(batch, calls);
  }
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

  switch (compare(graph, other)) {
    case Extent::kContained:
      if (knows_code(other)) add_content(graph, code_of(other));
      return false;
    case Extent::kContains: {
      const Graph code = knows_code(graph) ? code_of(graph) : Graph{};
      graph = other;
      add_content(graph, code);
      return true;
    }
    case Extent::kOverlap:
      refuse_overlap(graph, other, graph_name, other_name);
    case Extent::kApart:
      break;
  }
  try {
    add_content(graph, other);
  } catch (const std::overflow_error&) {
    throw Error(graph_name + " and " + other_name +
                ": can't be merged: the sum of a number exceeds 2^64 - 1");
  }
  return true;
}

}  // namespace flowlog::graph
