// stats_text.cpp: statistics for people; see stats_report.h.
#include <algorithm>
#include <cstdio>
#include <utility>

#include "graph/stats.h"
#include "render/labels.h"
#include "render/report.h"
#include "render/stats_report.h"
#include "render/stats_sections.h"
#include "text.h"

namespace flowlog::render {
namespace {

using graph::Outcome;

std::string name(const std::string& id) { return compact_name(printable(id), kNameLimit); }

std::string percent_text(double fraction) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9g %%", 100 * fraction);
  return text;
}

void add_totals(Report& report, const graph::Graph& graph) {
  const graph::Totals totals = totals_of(graph);
  const std::string parts =
      totals.parts == 0 ? "" : " and " + plural(totals.parts, "part", "parts") + " of them elsewhere";
  report.line(report.painted(kBold, plural(totals.sessions, "session", "sessions") + parts + " in " +
                                        plural(totals.runs, "run", "runs") + ", " +
                                        plural(totals.calls, "call", "calls") + ", " +
                                        plural(graph.nodes.size(), "function", "functions") + ", " +
                                        plural(graph.edges.size(), "edge", "edges")));
  std::string outcomes;
  for (size_t i = 0; i < graph::kOutcomes; ++i) {
    if (totals.outcomes[i] == 0) continue;
    const std::string text = std::string(name_of(Outcome(i))) + " " + count_text(totals.outcomes[i]) + " (" +
                             share_text(totals.outcomes[i], totals.calls) + ")";
    outcomes += "  " + report.painted(kOutcomeEscapes[i], text);
  }
  if (!outcomes.empty()) report.line(outcomes);

  if (totals.least_sample_rate != 1) {
    std::string share = percent_text(totals.least_sample_rate);
    if (totals.greatest_sample_rate != totals.least_sample_rate)
      share += " (in some runs) to " + percent_text(totals.greatest_sample_rate);
    report.line("  sampled: " + share + " of the sessions were recorded, and all numbers are of these");
  }
  if (totals.misused_sessions != 0) {
    report.line("  " + plural(totals.misused_sessions, "use", "uses") +
                (totals.misused_sessions == 1 ? " of a session was" : " of sessions were") +
                " wrong: ended twice or on another thread, begun within 16 others, or worked for "
                "when over");
  }
  if (totals.dropped_records != 0) {
    report.line("  " + plural(totals.dropped_records, "record was", "records were") +
                " lost: numbers with \u2265 are lower bounds");
  }
  if (totals.damaged_bytes != 0) {
    report.line("  " + plural(totals.damaged_bytes, "byte", "bytes") + " of the traces could not be read");
  }
  if (totals.refused_headers != 0) {
    report.line("  " + plural(totals.refused_headers, "header", "headers") +
                " of requests from outside could not be used");
  }
  if (totals.unfinished_runs != 0) {
    report.line("  " + plural(totals.unfinished_runs, "run", "runs") + " ended without closing its trace");
  }
  if (graph.form == graph::Form::kView) {
    report.line("  left out before: " + plural(graph.left_out.nodes, "function", "functions") + ", " +
                plural(graph.left_out.edges, "edge", "edges"));
  }
}

std::string ran_of(uint64_t ran, uint64_t all) { return count_text(ran) + " of " + count_text(all); }

void add_coverage(Report& report, const graph::Graph& graph) {
  const auto modules = coverage_of(graph);
  Table table({{"functions", Align::kRight},
               {"edges", Align::kRight},
               {"share", Align::kRight},
               {"module", Align::kLeft}});
  const auto add = [&](const graph::Coverage& of, const std::string& title) {
    table.add({ran_of(of.functions_ran, of.functions), ran_of(of.edges_ran, of.edges),
               of.edges == 0 ? "" : share_text(of.edges_ran, of.edges), title});
  };
  for (const auto& [module, coverage] : modules) add(coverage, module.empty() ? "(global)" : name(module));
  if (modules.size() > 1) add(total_of(modules), "in all");
  report.table("Ran, of what is in the code", table);
}

void add_functions(Report& report, const graph::Graph& graph, size_t limit) {
  uint64_t all_self_ns = 0;
  bool recording_known = false;
  for (const auto& [id, node] : graph.nodes) {
    all_self_ns += node.self_ns;
    recording_known |= node.recording_ns != 0;
  }
  std::vector<Table::Column> columns{
      {"self", Align::kRight}, {"share", Align::kRight}, {"total", Align::kRight},  {"calls", Align::kRight},
      {"p50", Align::kRight},  {"p99", Align::kRight},   {"function", Align::kLeft}};
  if (recording_known) columns.insert(columns.begin() + 1, {"unrecorded", Align::kRight});
  Table by_time(std::move(columns));
  for (const auto* entry : nodes_by_self_time(graph, limit)) {
    const graph::Node& node = entry->second;
    std::vector<std::string> cells{duration_text(node.self_ns),
                                   share_text(node.self_ns, all_self_ns),
                                   duration_text(node.duration_ns.sum()),
                                   count_text(node.occurrences(), node.lower_bound),
                                   duration_text(node.duration_ns.quantile(0.5)),
                                   duration_text(node.duration_ns.quantile(0.99)),
                                   name(entry->first)};
    if (recording_known) cells.insert(cells.begin() + 1, duration_text(node.self_ns - node.recording_ns));
    by_time.add(std::move(cells));
  }
  report.table("Most time of their own", by_time);

  Table by_suspension({{"suspended", Align::kRight},
                       {"calls", Align::kRight},
                       {"p50", Align::kRight},
                       {"p99", Align::kRight},
                       {"coroutine", Align::kLeft}});
  for (const auto* entry : nodes_by_suspension(graph, limit)) {
    const graph::Histogram& suspended = entry->second.suspended_ns;
    by_suspension.add({duration_text(suspended.sum()),
                       count_text(suspended.count(), entry->second.lower_bound),
                       duration_text(suspended.quantile(0.5)), duration_text(suspended.quantile(0.99)),
                       name(entry->first)});
  }
  report.table("Most time suspended", by_suspension);

  Table by_calls({{"calls", Align::kRight},
                  {"error", Align::kRight},
                  {"partial", Align::kRight},
                  {"abandoned", Align::kRight},
                  {"function", Align::kLeft}});
  for (const auto* entry : nodes_by_calls(graph, limit)) {
    const graph::Node& node = entry->second;
    const auto outcome = [&](Outcome of) {
      const uint64_t calls = node.outcomes[size_t(of)];
      return calls == 0 ? std::string() : count_text(calls);
    };
    by_calls.add({count_text(node.occurrences(), node.lower_bound), outcome(Outcome::kError),
                  outcome(Outcome::kPartial), outcome(Outcome::kAbandoned), name(entry->first)});
  }
  report.table("Most calls", by_calls);
}

std::string details_text(const std::map<std::string, uint64_t>& details) {
  std::string text;
  for (const auto& [detail, calls] : details) {
    text += (text.empty() ? "" : ", ") + printable(detail) + " " + count_text(calls);
  }
  return shortened(text, kDetailLimit);
}

void add_edges(Report& report, const graph::Graph& graph, size_t limit) {
  Table failures({{"calls", Align::kRight},
                  {"branch", Align::kLeft},
                  {"from", Align::kLeft},
                  {"to", Align::kLeft},
                  {"details", Align::kLeft}});
  for (const auto* entry : edges_that_failed(graph, limit)) {
    const auto& [key, edge] = *entry;
    failures.add({count_text(edge.frequency, edge.lower_bound), name_of(key.branch), name(key.from),
                  name(key.to), details_text(edge.details)});
  }
  report.table("Errors and other branches", failures);

  Table slowest({{"p50", Align::kRight},
                 {"p99", Align::kRight},
                 {"self", Align::kRight},
                 {"calls", Align::kRight},
                 {"branch", Align::kLeft},
                 {"from", Align::kLeft},
                 {"to", Align::kLeft}});
  for (const auto* entry : slowest_edges(graph, limit)) {
    const auto& [key, edge] = *entry;
    slowest.add({duration_text(edge.duration_ns.quantile(0.5)),
                 duration_text(edge.duration_ns.quantile(0.99)), duration_text(edge.self_ns),
                 count_text(edge.frequency, edge.lower_bound), name_of(key.branch), name(key.from),
                 name(key.to)});
  }
  report.table("Slowest edges", slowest);
}

// A function's shapes, the most frequent first.
void add_shapes(Table& table, const graph::NodeEntry entry) {
  constexpr size_t kShown = 4;
  std::vector<std::pair<uint64_t, graph::ShapePair>> shapes;
  for (const auto& [pair, calls] : entry->second.shapes) shapes.emplace_back(calls, pair);
  std::sort(shapes.begin(), shapes.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  std::string function = name(entry->first);
  for (size_t i = 0; i < shapes.size() && i < kShown; ++i) {
    const auto& [calls, pair] = shapes[i];
    table.add({count_text(calls), std::exchange(function, ""),
               shortened(shape_text(pair.input), kDetailLimit),
               shortened(shape_text(pair.output), kDetailLimit)});
  }
  if (shapes.size() > kShown) table.add({"", "", "and " + std::to_string(shapes.size() - kShown) + " more"});
}

void add_sessions(Report& report, const graph::Graph& graph, size_t limit) {
  Table paths({{"sessions", Align::kRight}, {"path", Align::kLeft}});
  for (const graph::FrequentPath& path : frequent_paths(graph, limit)) {
    paths.add({count_text(path.count), path_text(graph, path)});
  }
  report.table("Most frequent paths", paths);

  Table shapes(
      {{"calls", Align::kRight}, {"function", Align::kLeft}, {"in", Align::kLeft}, {"out", Align::kLeft}});
  for (const auto* entry : nodes_with_varying_shapes(graph, limit)) add_shapes(shapes, entry);
  report.table("Shapes that vary", shapes);
}

}  // namespace

std::string path_text(const graph::Graph& graph, const graph::FrequentPath& path) {
  constexpr size_t kShown = 6, kShortNameLimit = 40;
  std::string text;
  for (size_t i = 0; i < path.path.size() && i < kShown; ++i) {
    const auto node = graph.nodes.find(path.path[i]);  // a view may have left it out
    const std::string& whole = node == graph.nodes.end() ? path.path[i] : node->second.function_name;
    text += (i == 0 ? "" : " \u2192 ") + compact_name(printable(whole), kShortNameLimit);
  }
  const uint64_t more = path.path.size() - std::min(path.path.size(), kShown) + path.path_left_out;
  return more == 0 ? text : text + " and " + plural(more, "more call", "more calls");
}

std::string stats_text(const graph::Graph& graph, size_t limit, bool color, size_t columns) {
  Report report(color, columns);
  add_totals(report, graph);
  add_coverage(report, graph);
  add_drift(report, graph, limit);
  add_functions(report, graph, limit);
  add_errors(report, graph, limit);
  add_edges(report, graph, limit);
  add_sessions(report, graph, limit);
  add_rare_variants(report, graph, limit);
  return report.take();
}

}  // namespace flowlog::render
