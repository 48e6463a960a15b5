// picture.cpp: see picture.h.
#include "render/picture.h"

#include <algorithm>
#include <cmath>

#include "graph/source_paths.h"
#include "graph/stats.h"
#include "render/labels.h"
#include "text.h"

namespace flowlog::render {
namespace {

using graph::Outcome;

constexpr size_t kNameLimit = 38;  // characters of a label
constexpr size_t kSignatureLimit = 28;
constexpr size_t kTooltipLimit = 400;  // characters of a line of a tooltip

std::string outcomes_text(const std::array<uint64_t, graph::kOutcomes>& outcomes) {
  std::string text;
  for (size_t i = 0; i < graph::kOutcomes; ++i) {
    if (outcomes[i] == 0) continue;
    text += (text.empty() ? "" : ", ") + std::string(name_of(Outcome(i))) + " " + std::to_string(outcomes[i]);
  }
  return text;
}

std::string times_text(const graph::Histogram& duration) {
  return "p50 " + duration_text(duration.quantile(0.5)) + ", p90 " + duration_text(duration.quantile(0.9)) +
         ", p99 " + duration_text(duration.quantile(0.99)) + ", max " + duration_text(duration.max());
}

void add_line(std::string& tooltip, const std::string& line) {
  if (!tooltip.empty()) tooltip += '\n';
  tooltip += shortened(printable(line), kTooltipLimit);
}

std::string box_tooltip(const std::string& id, const graph::Node& node, const graph::SourcePaths& paths) {
  std::string tooltip;
  add_line(tooltip, id);
  if (!node.file.empty())
    add_line(tooltip, paths.within_project(node.file) + ":" + std::to_string(node.line));
  if (const std::string outcomes = outcomes_text(node.outcomes); !outcomes.empty())
    add_line(tooltip, outcomes);
  if (node.duration_ns.count() != 0) {
    add_line(tooltip, times_text(node.duration_ns) + ", self " + duration_text(node.self_ns) + " in all");
  }
  if (const graph::ShapePair* shapes = most_frequent_shapes(node)) {
    const std::string input = shape_text(shapes->input);
    if (!input.empty()) add_line(tooltip, "in: " + input);
    add_line(tooltip, "out: " + shape_text(shapes->output));
  }
  const auto seen = std::count_if(node.shapes.begin(), node.shapes.end(),
                                  [](const auto& shapes) { return shapes.second != 0; });
  if (seen > 1) add_line(tooltip, plural(uint64_t(seen), "shape", "shapes") + " seen");
  return tooltip;
}

Box box_of(const std::string& id, const graph::Node& node, const graph::SourcePaths& paths) {
  Box box;
  box.ran = node.occurrences() != 0;
  box.outcomes = node.outcomes;
  box.tooltip = box_tooltip(id, node, paths);
  box.facts = !box.ran ? "never called"
                       : count_text(node.occurrences(), node.lower_bound) +
                             (node.occurrences() == 1 ? " call" : " calls");
  if (node.duration_ns.count() != 0) box.facts += " \u00B7 " + duration_text(node.duration_ns.quantile(0.5));
  return box;
}

// Names the boxes of `group` and of those inside it. Overloads get their parameters.
void name_boxes(const graph::Graph& graph, const Group& group, bool by_namespace,
                std::map<std::string, Box>& boxes) {
  const auto name_of_node = [&](const graph::Node& node) {
    return by_namespace ? name_in_module(node) : printable(node.function_name);
  };
  std::map<std::string, size_t> bearers;
  for (const std::string& id : group.ids) ++bearers[name_of_node(graph.nodes.at(id))];
  for (const std::string& id : group.ids) {
    const graph::Node& node = graph.nodes.at(id);
    const std::string name = name_of_node(node);
    Box& box = boxes[id];
    box.name = compact_name(name.empty() ? printable(id) : name, kNameLimit);
    if (bearers[name] > 1) box.name += signature_of(id, node, kSignatureLimit);
  }
  for (const Group& inner : group.groups) name_boxes(graph, inner, by_namespace, boxes);
}

Arrow arrow_of(const graph::EdgeKey& key, const graph::Edge& edge, double log_of_hottest) {
  Arrow arrow{key.from, key.to, key.branch, "", "", 0, !edge.static_only, key.remote != 0};
  if (arrow.ran) arrow.count = count_text(edge.frequency, edge.lower_bound);
  if (log_of_hottest > 0 && arrow.ran) arrow.weight = std::log(double(edge.frequency)) / log_of_hottest;
  add_line(arrow.tooltip, key.from + " \u2192 " + key.to);
  add_line(arrow.tooltip, arrow.ran ? std::string(name_of(key.branch)) + " " + std::to_string(edge.frequency)
                          : edge.is_virtual ? "never called; by virtual calls"
                                            : "never called");
  if (arrow.remote) add_line(arrow.tooltip, "from another process");
  for (const auto& [detail, calls] : edge.details)
    add_line(arrow.tooltip, detail + ": " + std::to_string(calls));
  if (edge.duration_ns.count() != 0) add_line(arrow.tooltip, times_text(edge.duration_ns));
  return arrow;
}

std::string title_of(const graph::Graph& graph) {
  std::set<std::string> programs;
  for (const auto& [id, run] : graph.runs) {
    if (!run.executable.empty())
      programs.insert(printable(run.executable.substr(run.executable.rfind('/') + 1)));
  }
  const graph::Totals totals = totals_of(graph);
  std::string title = programs.empty()       ? ""
                      : programs.size() == 1 ? *programs.begin() + ": "
                                             : std::to_string(programs.size()) + " programs: ";
  title += plural(totals.sessions, "session", "sessions");
  if (totals.runs > 1) title += " in " + plural(totals.runs, "run", "runs");
  return title + ", " + plural(totals.calls, "call", "calls") + ", " +
         plural(graph.nodes.size(), "function", "functions");
}

std::vector<std::string> notes_of(const graph::Graph& graph) {
  std::vector<std::string> notes;
  if (const graph::LeftOut& left_out = graph.left_out; left_out.nodes != 0 || left_out.edges != 0) {
    std::string reasons;
    for (const std::string& reason : left_out.because)
      reasons += (reasons.empty() ? "" : ", ") + printable(reason);
    notes.push_back("Left out: " + plural(left_out.nodes, "function", "functions") + " and " +
                    plural(left_out.edges, "edge", "edges") + " (" + shortened(reasons, 120) + ")");
  }
  const graph::Totals totals = totals_of(graph);
  if (totals.dropped_records != 0)
    notes.push_back("Lost: " + plural(totals.dropped_records, "record", "records"));
  if (totals.damaged_bytes != 0)
    notes.push_back("Unreadable: " + plural(totals.damaged_bytes, "byte", "bytes"));
  if (graph.nodes.empty()) notes.push_back("No function is left to show");
  return notes;
}

}  // namespace

const char* color_of(Mark mark) {
  switch (mark) {
    case Mark::kAdded:
      return "#0550ae";
    case Mark::kRemoved:
      return "#6e7781";
    case Mark::kFailing:
      return "#d1242f";
    case Mark::kSlower:
      return "#bc4c00";
    case Mark::kFaster:
      return "#2b8a6e";
    case Mark::kChanged:
      return "#8250df";
    case Mark::kNone:
      break;
  }
  return nullptr;
}

Picture picture_of(const graph::Graph& graph, GroupBy group_by) {
  Picture picture;
  picture.frame = group_nodes(graph, group_by);
  const graph::SourcePaths paths(graph);
  for (const auto& [id, node] : graph.nodes) {
    picture.boxes.emplace(id, box_of(id, node, paths));
    picture.has_lower_bounds |= node.lower_bound;
  }
  name_boxes(graph, picture.frame, group_by == GroupBy::kNamespace, picture.boxes);

  uint64_t hottest = 1;
  for (const auto& [key, edge] : graph.edges) hottest = std::max(hottest, edge.frequency);
  for (const auto& [key, edge] : graph.edges) {
    picture.arrows.push_back(arrow_of(key, edge, std::log(double(hottest))));
    picture.calls[size_t(key.branch)] += edge.frequency;
    if (graph::is_outside(key.from)) picture.outside.insert(key.from);
    picture.has_remote_edges |= key.remote != 0;
    picture.has_lower_bounds |= edge.lower_bound;
    picture.has_static_edges |= edge.static_only;
  }
  picture.title = title_of(graph);
  picture.notes = notes_of(graph);
  return picture;
}

}  // namespace flowlog::render
