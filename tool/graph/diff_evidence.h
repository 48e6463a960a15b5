// diff_evidence.h: how much a graph has seen, and so whether what it has not seen is gone.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "graph/diff.h"
#include "graph/graph.h"

namespace flowlog::graph {

// Points into the graph, which must outlive it.
class Evidence {
 public:
  explicit Evidence(const Graph& graph);

  const Graph& graph() const { return graph_; }
  const Side& side() const { return side_; }
  bool knows_code() const { return knows_code_; }
  bool ran(const std::string& test) const { return tests_.count(test) != 0; }
  const Node* node(std::string_view id) const;                         // null if there is none
  const std::set<std::string>& programs() const { return programs_; }  // without their folders

  // At least so many sessions called the function, or made calls over the edge; exact where they are one or
  // two.
  uint64_t sessions_with(const std::string& id) const;  // 0 for what is no node
  uint64_t sessions_with(const EdgeKey& key, const Edge& edge) const;

 private:
  uint64_t bounded(uint64_t sessions, uint64_t calls, const Exemplars& exemplars) const;

  const Graph& graph_;
  Side side_;
  bool knows_code_ = false;
  std::set<std::string_view> tests_;
  std::set<std::string> programs_;
  struct Known {
    const Node* node = nullptr;
    uint64_t sessions = 0;
  };
  std::unordered_map<std::string_view, Known> nodes_;
};

// What is in one graph and not in the other: why it may be missing there by mistake.
class Doubts {
 public:
  // `name`: of the graph in which it is missing. `strict`: any loss there is a reason, and not only one where
  // it would have been. `deterministic`: the graphs are of runs that do the same each time.
  Doubts(const Evidence& present, const Evidence& absent, const char* name, bool strict, bool deterministic);

  struct Finding {
    const TestSet& tests;
    uint64_t sessions;   // that have it
    std::string caller;  // id in the other graph, or whatever it would have been seen with
    std::string image;   // it is part of
  };
  Reason about(const Finding& finding) const;

  // It is in the code of the graph in which it did not run.
  Reason in_code() const;

 private:
  Reason loss(const Finding& finding) const;
  Reason tests_not_run(const TestSet& tests) const;

  const Evidence& present_;
  const Evidence& absent_;
  const std::string name_;
  const bool strict_;
  const bool deterministic_;
  std::set<std::string> programs_not_run_;
};

}  // namespace flowlog::graph
