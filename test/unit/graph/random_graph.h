// random_graph.h: graphs for tests of laws that hold for every graph. Equal seeds give equal graphs.
#pragma once

#include <random>
#include <string>

#include "graph/graph.h"

namespace flowlog::graph {

class RandomGraphs {
 public:
  explicit RandomGraphs(uint32_t seed) : random_(seed) {}

  // Consistent in itself, with a run of its own that is named `run`, over a few functions so that graphs
  // overlap.
  Graph next(const std::string& run) {
    Graph graph;
    const size_t edges = 1 + below(12);
    for (size_t i = 0; i < edges; ++i) add_edge(graph);
    for (size_t i = below(4); i > 0; --i) add_remote_edge(graph);
    for (auto& [id, node] : graph.nodes) fill(id, node);
    for (size_t i = below(4); i > 0; --i) add_error(graph);
    for (size_t i = below(4); i > 0; --i) {
      Variant& variant = graph.variants["variant" + std::to_string(below(6))];
      variant.sessions += 1 + below(50);
      variant.path = {"a::f" + std::to_string(below(6)) + "()"};
      variant.exemplar = "session" + std::to_string(below(1000));
    }
    graph.variant_sessions_left_out = below(3);
    for (size_t i = below(4); i > 0; --i) add_test(graph);
    Run& only = graph.runs[run];
    only.executable = "/bin/" + run;
    only.started = "2026-01-0" + std::to_string(1 + below(3)) + "T00:00:00Z";
    if (below(2) == 0) only.label = "build " + std::to_string(below(2));
    only.sessions = below(100);
    only.calls = below(1000);
    only.parts = below(only.sessions + 1);
    only.dropped_records = below(3);
    only.refused_headers = below(3);
    add_history(graph, run);
    resolve_remote_callers(graph);
    return graph;
  }

  uint64_t below(uint64_t limit) { return random_() % limit; }

 private:
  std::string function() { return "a::f" + std::to_string(below(6)) + "()"; }

  void add_edge(Graph& graph) {
    EdgeKey key{below(4) == 0 ? kEntry : function(), function(), Outcome(below(kOutcomes))};
    if (key.from != kEntry) graph.nodes[key.from];
    graph.nodes[key.to];
    const bool ran_on_any_branch = graph.edges.lower_bound({key.from, key.to, Outcome::kSuccess}) !=
                                   graph.edges.upper_bound({key.from, key.to, Outcome::kAbandoned});
    if (!ran_on_any_branch && below(4) == 0) {
      key.branch = Outcome::kSuccess;
      graph.edges[key].static_only = true;
      graph.edges[key].is_virtual = below(2) == 0;
      return;
    }
    graph.edges.erase({key.from, key.to, key.branch});
    const auto unused = graph.edges.find({key.from, key.to, Outcome::kSuccess});
    if (unused != graph.edges.end() && unused->second.static_only) graph.edges.erase(unused);
    Edge& edge = graph.edges[key];
    edge.frequency = 1 + below(1000);
    for (uint64_t calls = below(5); calls > 0; --calls) edge.duration_ns.add(below(uint64_t{1} << below(40)));
    edge.self_ns = edge.duration_ns.sum() / 2;
    if (key.branch == Outcome::kError) edge.details["error" + std::to_string(below(3))] = edge.frequency;
    edge.exemplars.add("session" + std::to_string(below(1000)));
    edge.lower_bound = below(5) == 0;
  }

  // From a site that several functions may claim, in this graph or in others, or none.
  void add_remote_edge(Graph& graph) {
    const uint64_t site = 1 + below(6);
    const std::string callee = function();
    graph.nodes[callee];
    Edge& edge = graph.edges[{remote_caller(site), callee, Outcome(below(kOutcomes)), site}];
    edge.frequency = 1 + below(1000);
  }

  void add_error(Graph& graph) {
    const std::string origin = function();
    graph.nodes.try_emplace(origin);
    Errors& errors = graph.errors[{origin, "error" + std::to_string(below(3))}];
    const auto some = [&] {
      const uint64_t times = 1 + below(9);
      errors.hops[hops_shown(below(100))] += times;
      return times;
    };
    errors.unhandled += some();
    for (size_t i = below(4); i > 0; --i) {
      HandledErrors& handled = errors.handlers[function()];
      handled.then_called[function()] += some();
      handled.then_ended[below(kOutcomes)] += some();
    }
    errors.exemplars.add("session" + std::to_string(below(1000)));
    errors.lower_bound = below(5) == 0;
  }

  void add_history(Graph& graph, const std::string& run) {
    const uint32_t batch = graph.history.batches.number_of(batch_of(run, graph.runs[run], History::By::kRun));
    for (auto& [key, edge] : graph.edges) {
      if (edge.frequency != 0) edge.history.add(batch, edge.frequency);
    }
    for (auto& [id, node] : graph.nodes) {
      for (const auto& [shapes, calls] : node.shapes) {
        if (calls != 0) node.shape_runs[shapes] = {run, run};
      }
    }
  }

  void add_test(Graph& graph) {
    const uint32_t test = graph.tests.number_of("Test" + std::to_string(below(200)));
    for (auto& [id, node] : graph.nodes) {
      if (below(2) == 0) node.tests.add(test);
    }
    for (auto& [key, edge] : graph.edges) {
      if (!edge.static_only && below(2) == 0) edge.tests.add(test);
    }
  }

  void fill(const std::string& id, Node& node) {
    node.function_name = id.substr(0, id.size() - 2);
    node.module = "a";
    node.file = below(2) == 0 ? "/src/b.cpp" : "/src/a.cpp";
    node.line = uint32_t(below(100));
    node.image = below(2) == 0 ? "" : "/bin/program" + std::to_string(below(3));
    for (uint64_t& outcome : node.outcomes) outcome = below(100);
    for (uint64_t sites = below(3); sites > 0; --sites) node.sites.insert(1 + below(6));
    node.symbols["_Z" + std::to_string(below(3))] = node.occurrences();
    node.shapes[{"{\"n\":\"int\"}", below(2) == 0 ? "\"void\"" : "\"int\""}] = node.occurrences();
    for (uint64_t calls = below(5); calls > 0; --calls) node.duration_ns.add(below(uint64_t{1} << below(40)));
    node.self_ns = node.duration_ns.sum() / 2;
    node.recording_ns = node.self_ns / 3;
    node.exemplars.add("session" + std::to_string(below(1000)));
    node.lower_bound = below(5) == 0;
    node.code_known = below(3) == 0;
  }

  std::mt19937 random_;
};

}  // namespace flowlog::graph
