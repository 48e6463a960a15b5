// columns.cpp: see columns.h.
#include "render/html/columns.h"

#include <algorithm>
#include <numeric>

namespace flowlog::render {
namespace {

constexpr int kSweeps = 12;  // more hardly changes anything

struct Neighbour {
  uint32_t item;
  uint32_t weight;
};
using Neighbours = std::vector<std::vector<Neighbour>>;  // by item

// Drops the edges that lead back to where a walk from the sources came from, so that no cycle is left. Walks
// are iterative: a chain of calls may be as long as the graph is large.
class Acyclic {
 public:
  Acyclic(uint32_t count, const std::vector<WeightedEdge>& edges)
      : next(count), previous(count), all_(count) {
    std::vector<uint32_t> callers(count);
    for (const WeightedEdge& edge : edges) {
      all_[edge.from].push_back({edge.to, edge.weight});
      ++callers[edge.to];
    }
    state_.resize(count);
    for (uint32_t item = 0; item < count; ++item) {
      if (callers[item] == 0) walk_from(item);
    }
    for (uint32_t item = 0; item < count; ++item) walk_from(item);
    std::reverse(order.begin(), order.end());
  }

  Neighbours next, previous;
  std::vector<uint32_t> order;  // each item behind all that lead to it

 private:
  enum State : uint8_t { kNew, kOpen, kDone };
  struct Step {
    uint32_t item;
    size_t edge;
  };

  void walk_from(uint32_t start) {
    if (state_[start] != kNew) return;
    std::vector<Step> path{{start, 0}};
    state_[start] = kOpen;
    while (!path.empty()) {
      Step& step = path.back();
      if (step.edge == all_[step.item].size()) {
        state_[step.item] = kDone;
        order.push_back(step.item);
        path.pop_back();
        continue;
      }
      const Neighbour to = all_[step.item][step.edge++];
      if (state_[to.item] == kOpen) continue;
      next[step.item].push_back(to);
      previous[to.item].push_back({step.item, to.weight});
      if (state_[to.item] == kNew) {
        state_[to.item] = kOpen;
        path.push_back({to.item, 0});
      }
    }
  }

  Neighbours all_;
  std::vector<State> state_;
};

// As far left as its callers allow; what nobody calls stands right before what it calls.
std::vector<uint32_t> columns_of(const Acyclic& graph) {
  std::vector<uint32_t> column(graph.next.size());
  for (const uint32_t item : graph.order) {
    for (const Neighbour& to : graph.next[item])
      column[to.item] = std::max(column[to.item], column[item] + 1);
  }
  for (const uint32_t item : graph.order) {
    if (!graph.previous[item].empty() || graph.next[item].empty()) continue;
    uint32_t nearest = UINT32_MAX;
    for (const Neighbour& to : graph.next[item]) nearest = std::min(nearest, column[to.item]);
    column[item] = nearest - 1;
  }
  return column;
}

// Sorts each column by where the neighbours of its items stand, sweeping to the right and back.
class Ordering {
 public:
  Ordering(const Acyclic& graph, std::vector<std::vector<uint32_t>>& columns)
      : graph_(graph), columns_(columns), height_(graph.next.size()), wanted_(graph.next.size()) {
    for (const auto& column : columns_) remember(column);
  }

  void sweep() {
    for (int round = 0; round < kSweeps; ++round) {
      for (auto& column : columns_) sort(column, graph_.previous);
      for (auto column = columns_.rbegin(); column != columns_.rend(); ++column) sort(*column, graph_.next);
    }
    for (auto& column : columns_) sort(column, graph_.previous);
  }

 private:
  // From 0 at the top to 1 at the bottom, so that long and short columns compare.
  void remember(const std::vector<uint32_t>& column) {
    for (size_t i = 0; i < column.size(); ++i) height_[column[i]] = (double(i) + 0.5) / double(column.size());
  }

  void sort(std::vector<uint32_t>& column, const Neighbours& neighbours) {
    for (const uint32_t item : column) {
      double sum = 0, weights = 0;
      for (const Neighbour& other : neighbours[item]) {
        sum += height_[other.item] * other.weight;
        weights += other.weight;
      }
      wanted_[item] = weights > 0 ? sum / weights : height_[item];
    }
    std::stable_sort(column.begin(), column.end(),
                     [&](uint32_t a, uint32_t b) { return wanted_[a] < wanted_[b]; });
    remember(column);
  }

  const Acyclic& graph_;
  std::vector<std::vector<uint32_t>>& columns_;
  std::vector<double> height_, wanted_;
};

}  // namespace

std::vector<std::vector<uint32_t>> in_columns(uint32_t count, const std::vector<WeightedEdge>& edges) {
  const Acyclic graph(count, edges);
  const std::vector<uint32_t> column_of = columns_of(graph);
  std::vector<std::vector<uint32_t>> columns;
  std::vector<uint32_t> lonely;
  for (const uint32_t item : graph.order) {
    if (graph.next[item].empty() && graph.previous[item].empty()) {
      lonely.push_back(item);
      continue;
    }
    if (columns.size() <= column_of[item]) columns.resize(column_of[item] + 1);
    columns[column_of[item]].push_back(item);
  }
  std::erase_if(columns, [](const auto& column) { return column.empty(); });
  Ordering(graph, columns).sweep();
  if (!lonely.empty()) {
    std::sort(lonely.begin(), lonely.end());
    columns.push_back(std::move(lonely));
  }
  return columns;
}

}  // namespace flowlog::render
