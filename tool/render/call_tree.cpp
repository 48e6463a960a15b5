// call_tree.cpp: see call_tree.h.
#include "render/call_tree.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "render/columns.h"
#include "render/labels.h"
#include "render/report.h"
#include "text.h"

namespace flowlog::render {
namespace {

using graph::Outcome;

// All branches of what one function calls.
struct Callee {
  std::string id;
  uint64_t calls = 0;
  graph::Histogram duration_ns;
  std::array<uint64_t, graph::kOutcomes> outcomes{};
  std::string detail;  // the one that most failures have
  uint64_t detail_calls = 0;
  bool lower_bound = false;
  bool is_remote = false;
};

// Of each caller, the busiest first. What never ran comes last, by name.
using Callees = std::map<std::string, std::vector<Callee>>;

Callees callees_of(const graph::Graph& graph) {
  std::map<std::pair<std::string, std::string>, Callee> edges;
  for (const auto& [key, edge] : graph.edges) {
    Callee& callee = edges[{key.from, key.to}];
    callee.id = key.to;
    callee.calls += edge.frequency;
    callee.duration_ns.add(edge.duration_ns);
    callee.outcomes[size_t(key.branch)] += edge.frequency;
    callee.lower_bound |= edge.lower_bound;
    callee.is_remote |= key.remote != 0;
    if (key.branch == Outcome::kSuccess) continue;
    for (const auto& [detail, calls] : edge.details) {
      if (calls <= callee.detail_calls) continue;
      callee.detail = detail;
      callee.detail_calls = calls;
    }
  }
  Callees callees;
  for (auto& [key, callee] : edges) callees[key.first].push_back(std::move(callee));
  for (auto& [caller, list] : callees) {
    std::stable_sort(list.begin(), list.end(),
                     [](const Callee& a, const Callee& b) { return a.calls > b.calls; });
  }
  return callees;
}

struct Line {
  std::string calls, median, tree, name;
  std::vector<std::pair<Outcome, std::string>> outcomes;  // that are no success
  std::string detail;                                     // of the most frequent
  bool ran = true;

  size_t outcome_characters() const {
    size_t characters = 0;
    for (const auto& [outcome, text] : outcomes) characters += text.size() + 2;
    return characters;
  }
};

class Tree {
 public:
  Tree(const graph::Graph& graph, const CallTreeOptions& options)
      : graph_(graph), options_(options), report_(options.color), callees_(callees_of(graph)) {}

  std::string text() {
    for (const auto& [caller, list] : callees_) {
      if (graph::is_outside(caller)) add_root(caller);
    }
    // Of a part of a graph, what was called from outside of it; then circles.
    std::set<std::string> called;
    for (const auto& [key, edge] : graph_.edges) called.insert(key.to);
    for (const auto& [id, node] : graph_.nodes) {
      if (called.count(id) == 0) add_root(id);
    }
    for (const auto& [id, node] : graph_.nodes) add_root(id);
    return written();
  }

 private:
  struct Open {
    const std::vector<Callee>* callees;
    size_t next = 0;
    std::string id;
  };

  void add_root(const std::string& id) {
    if (!shown_.insert(id).second) return;
    Line line;
    line.name = name_of(id);
    line.ran = graph::is_outside(id) || graph_.nodes.at(id).occurrences() != 0;
    lines_.push_back(std::move(line));
    std::vector<Open> path;
    open(path, id);
    while (!path.empty()) {
      Open& innermost = path.back();
      if (innermost.next == innermost.callees->size()) {
        path.pop_back();
        continue;
      }
      const Callee& callee = (*innermost.callees)[innermost.next++];
      add_callee(path, callee);
    }
  }

  void open(std::vector<Open>& path, const std::string& id) {
    const auto at = callees_.find(id);
    if (at != callees_.end()) path.push_back({&at->second, 0, id});
  }

  void add_callee(std::vector<Open>& path, const Callee& callee) {
    Line line;
    for (size_t i = 0; i < path.size(); ++i) {
      const bool is_last = path[i].next == path[i].callees->size();
      const bool is_own = i + 1 == path.size();
      line.tree += is_own ? (is_last ? "\u2514\u2500 " : "\u251c\u2500 ") : (is_last ? "   " : "\u2502  ");
    }
    line.ran = callee.calls != 0;
    line.calls = line.ran ? count_text(callee.calls, callee.lower_bound) : "never";
    if (callee.duration_ns.count() != 0) line.median = duration_text(callee.duration_ns.quantile(0.5));
    line.name = (callee.is_remote ? "\u21e2 " : "") + name_of(callee.id);
    add_outcomes(line, callee);
    const bool is_above =
        std::any_of(path.begin(), path.end(), [&](const Open& open) { return open.id == callee.id; });
    const bool is_first = shown_.insert(callee.id).second;
    if (!is_first && callees_.count(callee.id) != 0) line.name += is_above ? " \u21ba" : " \u2191";
    lines_.push_back(std::move(line));
    if (is_first) open(path, callee.id);
  }

  void add_outcomes(Line& line, const Callee& callee) const {
    for (const Outcome outcome : {Outcome::kError, Outcome::kPartial, Outcome::kAbandoned}) {
      const uint64_t calls = callee.outcomes[size_t(outcome)];
      if (calls != 0)
        line.outcomes.emplace_back(outcome, std::string(graph::name_of(outcome)) + ' ' + count_text(calls));
    }
    if (!callee.detail.empty()) line.detail = " (" + shortened(printable(callee.detail), kDetailLimit) + ")";
  }

  std::string name_of(const std::string& id) const {
    const auto node = graph_.nodes.find(id);
    return printable(node == graph_.nodes.end() ? id : node->second.function_name);
  }

  std::string written() {
    size_t calls = 5, median = 3, names = 0, outcomes = 0;
    for (const Line& line : lines_) {
      calls = std::max(calls, columns_in(line.calls));
      median = std::max(median, columns_in(line.median));
      if (line.outcomes.empty()) continue;
      names = std::max(names, columns_in(line.tree) + columns_in(line.name));
      outcomes = std::max(outcomes, line.outcome_characters());
    }
    // Names that outcomes follow end in one column, which leaves room for these. Details come where there is
    // more.
    const size_t before = calls + 2 + median + 2;
    const size_t room = room_behind(before);
    names = std::min(names, room_behind(before + outcomes));
    for (const Line& line : lines_) {
      const size_t tree = columns_in(line.tree);
      const size_t limit = line.outcomes.empty() ? room : names;
      const std::string name = fitted(line.name, limit - std::min(limit - 1, tree));
      std::string text = padded(line.calls, calls) + "  " + padded(line.median, median) + "  ";
      if (!line.tree.empty()) text += report_.painted(kDim, line.tree);
      text += line.ran ? name : report_.painted(kDim, name);
      if (!line.outcomes.empty()) {
        const size_t used = tree + columns_in(name);
        text += std::string(names - std::min(names, used), ' ') +
                outcomes_text(line, room - std::min(room, std::max(names, used)));
      }
      report_.line(text);
    }
    return report_.take();
  }

  // As much of it as there is room for.
  std::string outcomes_text(const Line& line, size_t room) const {
    std::string text;
    size_t used = 0;
    for (const auto& [outcome, what] : line.outcomes) {
      used += what.size() + 2;
      if (used > room) return text;
      text += (text.empty() ? "  " : ", ") + report_.painted(kOutcomeEscapes[size_t(outcome)], what);
    }
    return used + columns_in(line.detail) <= room ? text + line.detail : text;
  }

  // The scopes around a function are what is left out first.
  static std::string fitted(const std::string& name, size_t limit) {
    std::string rest = name;
    while (columns_in(rest) > limit) {
      const size_t scope = rest.find("::");
      if (scope == std::string::npos) break;
      rest = "\u2026" + rest.substr(scope + 2);
    }
    return compact_name(rest, limit);
  }

  size_t room_behind(size_t characters) const {
    if (options_.columns == 0) return SIZE_MAX;
    return std::max(kLeastName, options_.columns - std::min(options_.columns, characters));
  }

  static std::string padded(const std::string& text, size_t width) {
    return std::string(width - columns_in(text), ' ') + text;
  }

  static constexpr size_t kLeastName = 20;
  static constexpr size_t kDetailLimit = 40;

  const graph::Graph& graph_;
  const CallTreeOptions options_;
  Report report_;
  const Callees callees_;
  std::set<std::string> shown_;  // with what they call
  std::vector<Line> lines_;
};

}  // namespace

std::string call_tree_text(const graph::Graph& graph, const CallTreeOptions& options) {
  return Tree(graph, options).text();
}

}  // namespace flowlog::render
