// drift.cpp: see drift.h.
#include "graph/drift.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

namespace flowlog::graph {
namespace {

using Calls = std::array<std::array<uint64_t, 2>, kOutcomes>;  // by outcome, in the first and the last batch

// By callee. `numbers`: of the two batches.
std::map<std::string, Calls> calls_by_node(const Graph& graph, const std::array<uint32_t, 2>& numbers) {
  std::map<std::string, Calls> nodes;
  for (const auto& [key, edge] : graph.edges) {
    for (const auto& [batch, calls] : edge.history.counts()) {
      for (size_t side = 0; side < 2; ++side) {
        if (batch == numbers[side]) nodes[key.to][size_t(key.branch)][side] += calls;
      }
    }
  }
  return nodes;
}

// Of two shares of one, in standard deviations of their difference if both were of it.
double score_of(const std::array<uint64_t, 2>& calls, const std::array<uint64_t, 2>& all) {
  const double first = double(calls[0]) / double(all[0]), last = double(calls[1]) / double(all[1]);
  const double both = double(calls[0] + calls[1]) / double(all[0] + all[1]);
  const double variance = both * (1 - both) * (1 / double(all[0]) + 1 / double(all[1]));
  return variance == 0 ? 0 : std::abs(first - last) / std::sqrt(variance);
}

void add_outcomes(Drift& drift, const std::string& function, const Calls& calls) {
  constexpr double kNews = 3.3;
  std::array<uint64_t, 2> all{};
  for (const auto& of : calls) {
    for (size_t side = 0; side < 2; ++side) all[side] += of[side];
  }
  if (all[0] == 0 || all[1] == 0) return;
  for (size_t outcome = size_t(Outcome::kError); outcome < kOutcomes; ++outcome) {
    const double score = score_of(calls[outcome], all);
    if (score >= kNews) drift.outcomes.push_back({function, Outcome(outcome), calls[outcome], all, score});
  }
}

void add_shapes(Drift& drift, const Graph& graph, const std::string& function, const Node& node) {
  const auto batch_of_run = [&](const std::string& id) {
    const auto run = graph.runs.find(id);
    return run == graph.runs.end() ? std::string() : batch_of(id, run->second, graph.history.by);
  };
  for (const auto& [shapes, span] : node.shape_runs) {
    if (batch_of_run(span.first) == drift.last.name) {
      drift.shapes.push_back({function, shapes, true, span.first});
    } else if (batch_of_run(span.last) != drift.last.name) {
      drift.shapes.push_back({function, shapes, false, span.last});
    }
  }
}

}  // namespace

Drift drift_of(const Graph& graph) {
  Drift drift;
  std::vector<Batch> batches;
  for (const auto& [name, batch] : batches_of(graph.runs, graph.history.by)) batches.push_back(batch);
  if (batches.size() < 2) return drift;
  const auto by_start = [](const Batch& a, const Batch& b) {
    return std::tie(a.started, a.name) < std::tie(b.started, b.name);
  };
  std::sort(batches.begin(), batches.end(), by_start);
  drift.first = batches.front();
  drift.last = batches.back();
  const auto& names = graph.history.batches.names();
  const auto number_of = [&](const Batch& batch) {
    return uint32_t(std::find(names.begin(), names.end(), batch.name) - names.begin());
  };
  const std::array<uint32_t, 2> numbers{number_of(drift.first), number_of(drift.last)};
  if (numbers[0] == names.size() || numbers[1] == names.size()) return drift;
  drift.compared = true;
  for (const auto& [function, calls] : calls_by_node(graph, numbers)) {
    add_outcomes(drift, function, calls);
    const auto node = graph.nodes.find(function);
    const auto ran_in = [&calls = calls](size_t side) {
      return std::any_of(calls.begin(), calls.end(), [&](const auto& of) { return of[side] != 0; });
    };
    if (node != graph.nodes.end() && ran_in(0) && ran_in(1)) add_shapes(drift, graph, function, node->second);
  }
  std::stable_sort(drift.outcomes.begin(), drift.outcomes.end(),
                   [](const OutcomeDrift& a, const OutcomeDrift& b) { return a.score > b.score; });
  return drift;
}

}  // namespace flowlog::graph
