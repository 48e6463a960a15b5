// diff_graph.h: small graphs for tests of differences, in a few words.
#pragma once

#include <cstdint>
#include <string>

#include "graph/graph.h"

namespace flowlog::graph {

class Made {
 public:
  explicit Made(uint64_t sessions = 100) {
    Run& run = graph.runs["run"];
    run.executable = "/bin/program";
    run.sessions = sessions;
  }

  Node& node(const std::string& id) {
    Node& node = graph.nodes[id];
    node.function_name = id.substr(0, id.find('('));
    const size_t module = node.function_name.rfind("::");
    node.module = module == std::string::npos ? "" : node.function_name.substr(0, module);
    return node;
  }

  Edge& edge(const std::string& from, const std::string& to, uint64_t calls,
             Outcome branch = Outcome::kSuccess) {
    if (from != kEntry) node(from);
    node(to).outcomes[size_t(branch)] += calls;
    if (calls >= Exemplars::kKept) {
      for (const char* const id : {"00000001", "00000002", "00000003"}) {  // as of very many sessions
        graph.edges[{from, to, branch}].exemplars.add(id);
        graph.nodes[to].exemplars.add(id);
      }
    }
    Edge& edge = graph.edges[{from, to, branch}];
    edge.frequency += calls;
    edge.static_only = calls == 0;
    return edge;
  }

  Run& run() { return graph.runs["run"]; }

  Graph graph;
};

// A service with as many sessions, each of which does the same.
inline Made service(uint64_t sessions = 100) {
  Made made(sessions);
  made.edge(kEntry, "a::serve()", sessions);
  made.edge("a::serve()", "a::read()", 3 * sessions + 1);
  made.edge("a::serve()", "b::write(int)", 2 * sessions + 7);
  made.edge("b::write(int)", "b::put()", 5 * sessions + 3);
  return made;
}

}  // namespace flowlog::graph
