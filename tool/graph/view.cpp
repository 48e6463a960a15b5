// view.cpp: see view.h.
#include "graph/view.h"

#include <re2/re2.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <numeric>

#include "error.h"
#include "text.h"

namespace flowlog::graph {
namespace {

using Ids = std::set<std::string>;

bool is_failure(Outcome branch) { return branch == Outcome::kError || branch == Outcome::kAbandoned; }

// Linear in its input whatever the pattern, so that no name and no pattern can stall the tool.
class Pattern {
 public:
  Pattern(const char* option, const std::string& text) : expression_(text, RE2::Quiet) {
    if (expression_.ok()) return;
    throw Error(std::string(option) + " '" + printable(text) +
                "': not a regular expression: " + expression_.error());
  }
  bool matches(const std::string& name) const { return RE2::PartialMatch(name, expression_); }

 private:
  RE2 expression_;
};

// Removes functions that `keep` does not want, with their edges.
void keep_nodes(Graph& graph, const std::function<bool(const std::string&, const Node&)>& keep) {
  std::erase_if(graph.nodes, [&](const auto& entry) { return !keep(entry.first, entry.second); });
  std::erase_if(graph.edges, [&](const auto& entry) {
    const auto& [from, to, branch, remote] = entry.first;
    return graph.nodes.count(to) == 0 || (!is_outside(from) && graph.nodes.count(from) == 0);
  });
}

// Removes functions that no edge touches any more.
void drop_lonely_nodes(Graph& graph) {
  Ids touched;
  for (const auto& [key, edge] : graph.edges) touched.insert({key.from, key.to});
  keep_nodes(graph, [&](const std::string& id, const Node&) { return touched.count(id) != 0; });
}

// Everything that can be reached from `start`, itself included; against the direction of the calls if
// `backwards`.
Ids reachable(const Graph& graph, const Ids& start, bool backwards) {
  std::multimap<std::string, std::string> next;
  for (const auto& [key, edge] : graph.edges) {
    backwards ? next.emplace(key.to, key.from) : next.emplace(key.from, key.to);
  }
  Ids seen = start;
  std::vector<std::string> waiting(start.begin(), start.end());
  while (!waiting.empty()) {
    const std::string id = std::move(waiting.back());
    waiting.pop_back();
    const auto [begin, end] = next.equal_range(id);
    for (auto at = begin; at != end; ++at) {
      if (seen.insert(at->second).second) waiting.push_back(at->second);
    }
  }
  return seen;
}

void keep_failures(Graph& graph) {
  Ids callers;
  for (const auto& [key, edge] : graph.edges) {
    if (is_failure(key.branch)) callers.insert(key.from);
  }
  const Ids leads_there = reachable(graph, callers, /*backwards=*/true);
  std::erase_if(graph.edges, [&](const auto& entry) {
    return !is_failure(entry.first.branch) && leads_there.count(entry.first.to) == 0;
  });
  drop_lonely_nodes(graph);
}

// The functions that `name` means: an id, a qualified name, or the end of one ("Order::total", "total").
Ids functions_named(const Graph& graph, const std::string& name) {
  if (graph.nodes.count(name) != 0) return {name};
  Ids exact, by_end;
  for (const auto& [id, node] : graph.nodes) {
    if (node.function_name == name) exact.insert(id);
    if (node.function_name.ends_with("::" + name)) by_end.insert(id);
  }
  return exact.empty() ? by_end : exact;
}

[[noreturn]] void refuse_unknown(const Graph& graph, const char* option, const std::string& name) {
  std::string message =
      std::string(option) + " '" + printable(name) + "': no function of the graph has this name";
  const std::vector<std::string> near = near_names(graph, name);
  for (size_t i = 0; i < near.size(); ++i) message += (i == 0 ? "; did you mean " : ", ") + near[i];
  throw Error(message + (near.empty() ? "" : "?"));
}

void keep_focus(Graph& graph, const std::string& name) {
  const Ids focus = functions_named(graph, name);
  if (focus.empty()) refuse_unknown(graph, "--focus", name);
  const Ids callers = reachable(graph, focus, /*backwards=*/true);
  const Ids callees = reachable(graph, focus, /*backwards=*/false);
  std::erase_if(graph.edges, [&](const auto& entry) {
    const auto& [from, to, branch, remote] = entry.first;
    const bool leads_there = callers.count(from) != 0 && callers.count(to) != 0;
    const bool comes_from_there = callees.count(from) != 0 && callees.count(to) != 0;
    return !leads_there && !comes_from_there;
  });
  keep_nodes(graph,
             [&](const std::string& id, const Node&) { return callers.count(id) || callees.count(id); });
}

void keep_tests(Graph& graph, const Pattern& pattern) {
  std::set<uint32_t> wanted;
  for (uint32_t test = 0; test < graph.tests.names().size(); ++test) {
    if (pattern.matches(graph.tests.names()[test])) wanted.insert(test);
  }
  const auto ran = [&](const TestSet& tests) {
    bool any = false;
    tests.for_each([&](uint32_t test) { any |= wanted.count(test) != 0; });
    return any;
  };
  keep_nodes(graph, [&](const std::string&, const Node& node) { return ran(node.tests); });
  std::erase_if(graph.edges, [&](const auto& entry) { return !ran(entry.second.tests); });
}

// From where calls come in; in a part of a graph, from what nothing in it calls.
void keep_near(Graph& graph, uint64_t depth) {
  std::multimap<std::string, std::string> callees;
  Ids called, here;
  for (const auto& [key, edge] : graph.edges) {
    callees.emplace(key.from, key.to);
    if (is_outside(key.from)) here.insert(key.to);
    called.insert(key.to);
  }
  for (const auto& [id, node] : graph.nodes) {
    if (called.count(id) == 0) here.insert(id);
  }
  Ids near = here;
  for (uint64_t away = 1; away < depth && !here.empty(); ++away) {
    Ids next;
    for (const std::string& id : here) {
      const auto [begin, end] = callees.equal_range(id);
      for (auto at = begin; at != end; ++at) {
        if (near.insert(at->second).second) next.insert(at->second);
      }
    }
    here = std::move(next);
  }
  keep_nodes(graph, [&](const std::string& id, const Node&) { return near.count(id) != 0; });
}

void keep_busiest_edges(Graph& graph, size_t limit) {
  if (graph.edges.size() <= limit) return;
  std::vector<std::pair<uint64_t, EdgeKey>> ranked;
  for (const auto& [key, edge] : graph.edges) ranked.emplace_back(edge.frequency, key);
  std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  for (size_t i = limit; i < ranked.size(); ++i) graph.edges.erase(ranked[i].second);
  drop_lonely_nodes(graph);
}

// How many insertions, deletions and replacements make `b` of `a` (Levenshtein 1965).
size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return char(std::tolower(c)); });
  return text;
}

}  // namespace

std::set<std::string> functions_asked_for(const Graph& graph, const char* option, const std::string& name) {
  Ids ids = functions_named(graph, name);
  if (!ids.empty()) return ids;
  const Pattern pattern(option, name);
  for (const auto& [id, node] : graph.nodes) {
    if (pattern.matches(id)) ids.insert(id);
  }
  if (ids.empty()) refuse_unknown(graph, option, name);
  return ids;
}

std::vector<std::string> near_names(const Graph& graph, const std::string& wanted, size_t limit) {
  constexpr size_t kLongest = 256;  // the distance takes time by the product of the lengths
  const std::string lower_wanted = lower_case(wanted.substr(0, kLongest));
  std::set<std::pair<size_t, std::string>> by_distance;
  for (const auto& [id, node] : graph.nodes) {
    const std::string name = lower_case(node.function_name.substr(0, kLongest));
    const size_t last = name.rfind("::");
    const std::string unqualified = last == std::string::npos ? name : name.substr(last + 2);
    size_t distance = std::min(edit_distance(lower_wanted, name), edit_distance(lower_wanted, unqualified));
    if (!wanted.empty() && name.find(lower_wanted) != std::string::npos) distance = 1;
    if (distance <= std::max<size_t>(1, wanted.size() / 3))
      by_distance.emplace(distance, printable(node.function_name));
  }
  std::vector<std::string> names;
  for (const auto& [distance, name] : by_distance) {
    if (names.size() == limit) break;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

Graph view(const Graph& graph, const ViewOptions& options) {
  Graph shown = graph;
  std::vector<std::string> because;
  // Runs one way of pruning, and remembers it if it took something away.
  const auto prune = [&](bool wanted, const std::string& reason, const auto& by) {
    if (!wanted) return;
    const size_t before = shown.nodes.size() + shown.edges.size();
    by();
    if (shown.nodes.size() + shown.edges.size() != before) because.push_back(reason);
  };

  prune(!options.ignore.empty(), "--ignore " + options.ignore, [&] {
    const Pattern pattern("--ignore", options.ignore);
    keep_nodes(shown, [&](const std::string& id, const Node&) { return !pattern.matches(id); });
  });
  prune(!options.module.empty(), "--module " + options.module, [&] {
    const Pattern pattern("--module", options.module);
    keep_nodes(shown, [&](const std::string&, const Node& node) { return pattern.matches(node.module); });
  });
  prune(!options.focus.empty(), "--focus " + options.focus, [&] { keep_focus(shown, options.focus); });
  prune(!options.test.empty(), "--test " + options.test,
        [&] { keep_tests(shown, Pattern("--test", options.test)); });
  prune(options.depth > 0, "--depth " + std::to_string(options.depth),
        [&] { keep_near(shown, options.depth); });
  prune(options.only_errors, "--only-errors", [&] { keep_failures(shown); });
  prune(options.min_count > 0, "--min-count " + std::to_string(options.min_count), [&] {
    keep_nodes(shown,
               [&](const std::string&, const Node& node) { return node.occurrences() >= options.min_count; });
    std::erase_if(shown.edges, [&](const auto& entry) { return entry.second.frequency < options.min_count; });
  });
  prune(options.max_edges > 0, "--max-edges " + std::to_string(options.max_edges),
        [&] { keep_busiest_edges(shown, options.max_edges); });

  if (because.empty()) return shown;
  std::erase_if(shown.errors,
                [&](const auto& entry) { return shown.nodes.count(entry.first.function) == 0; });
  shown.form = Form::kView;
  shown.left_out.nodes += graph.nodes.size() - shown.nodes.size();
  shown.left_out.edges += graph.edges.size() - shown.edges.size();
  shown.left_out.because.insert(shown.left_out.because.end(), because.begin(), because.end());
  return shown;
}

}  // namespace flowlog::graph
