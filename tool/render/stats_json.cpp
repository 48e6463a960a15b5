// stats_json.cpp: statistics for programs; see stats_report.h. The order of keys here is the order in the
// output.
#include "graph/stats.h"
#include "json_writer.h"
#include "render/stats_report.h"

namespace flowlog::render {
namespace {

constexpr auto kOneLine = JsonWriter::kOneLine;

void write_times(JsonWriter& json, const graph::Histogram& duration) {
  if (duration.count() == 0) return;
  json.key("duration_ns")
      .object(kOneLine)
      .member("p50", duration.quantile(0.5))
      .member("p90", duration.quantile(0.9));
  json.member("p99", duration.quantile(0.99)).member("max", duration.max()).end();
}

void write_suspensions(JsonWriter& json, const std::vector<graph::NodeEntry>& nodes) {
  json.key("by_suspension").list();
  for (const auto* entry : nodes) {
    const graph::Histogram& suspended = entry->second.suspended_ns;
    json.object(kOneLine).member("id", entry->first).key("suspended_ns").object();
    json.member("count", suspended.count())
        .member("sum", suspended.sum())
        .member("p50", suspended.quantile(0.5));
    json.member("p99", suspended.quantile(0.99)).member("max", suspended.max()).end();
    json.member("lower_bound", entry->second.lower_bound).end();
  }
  json.end();
}

void write_nodes(JsonWriter& json, const char* name, const std::vector<graph::NodeEntry>& nodes) {
  json.key(name).list();
  for (const auto* entry : nodes) {
    json.object(kOneLine).member("id", entry->first).member("occurrences", entry->second.occurrences());
    if (entry->second.duration_ns.count() != 0) json.member("self_ns", entry->second.self_ns);
    if (entry->second.recording_ns != 0) json.member("recording_ns", entry->second.recording_ns);
    write_times(json, entry->second.duration_ns);
    json.member("lower_bound", entry->second.lower_bound).end();
  }
  json.end();
}

void write_edges(JsonWriter& json, const char* name, const std::vector<graph::EdgeEntry>& edges) {
  json.key(name).list();
  for (const auto* entry : edges) {
    const auto& [key, edge] = *entry;
    json.object(kOneLine).member("from", key.from).member("to", key.to).member("branch", name_of(key.branch));
    json.member("frequency", edge.frequency).key("details").object();
    for (const auto& [detail, calls] : edge.details) json.member(detail, calls);
    json.end();
    write_times(json, edge.duration_ns);
    json.member("lower_bound", edge.lower_bound).end();
  }
  json.end();
}

void write_totals(JsonWriter& json, const graph::Graph& graph) {
  const graph::Totals totals = totals_of(graph);
  json.member("sessions", totals.sessions).member("parts", totals.parts).member("runs", totals.runs);
  json.member("unfinished_runs", totals.unfinished_runs).member("calls", totals.calls);
  json.member("functions", uint64_t{graph.nodes.size()}).member("edges", uint64_t{graph.edges.size()});
  json.key("outcomes").object(kOneLine);
  for (size_t i = 0; i < graph::kOutcomes; ++i) json.member(name_of(graph::Outcome(i)), totals.outcomes[i]);
  json.end();
  if (totals.least_sample_rate != 1) json.key("sample_rate").fraction(totals.least_sample_rate);
  if (totals.misused_sessions != 0) json.member("misused_sessions", totals.misused_sessions);
  json.member("dropped_records", totals.dropped_records).member("damaged_bytes", totals.damaged_bytes);
  json.member("refused_headers", totals.refused_headers);
}

void write_coverage(JsonWriter& json, const graph::Coverage& of) {
  json.key("functions").object(kOneLine).member("all", of.functions).member("ran", of.functions_ran).end();
  json.key("edges").object(kOneLine).member("all", of.edges).member("ran", of.edges_ran).end();
}

void write_coverage(JsonWriter& json, const graph::Graph& graph) {
  const auto modules = coverage_of(graph);
  if (modules.empty()) return;
  json.key("coverage").object();
  write_coverage(json, total_of(modules));
  json.key("modules").list();
  for (const auto& [name, module] : modules) {
    json.object(kOneLine).member("module", name);
    write_coverage(json, module);
    json.end();
  }
  json.end().end();
}

}  // namespace

std::string stats_json(const graph::Graph& graph, size_t limit) {
  JsonWriter json;
  json.object();
  write_totals(json, graph);
  write_coverage(json, graph);
  write_nodes(json, "by_self_time", nodes_by_self_time(graph, limit));
  write_suspensions(json, nodes_by_suspension(graph, limit));
  write_nodes(json, "by_calls", nodes_by_calls(graph, limit));
  write_edges(json, "error_branches", edges_that_failed(graph, limit));
  write_edges(json, "slowest_edges", slowest_edges(graph, limit));
  json.key("frequent_paths").list();
  for (const graph::FrequentPath& path : frequent_paths(graph, limit)) {
    json.object(kOneLine).key("path").list();
    for (const std::string& id : path.path) json.value(id);
    json.end();
    if (path.path_left_out != 0) json.member("path_left_out", path.path_left_out);
    json.member("count", path.count).end();
  }
  json.end().key("shape_variations").list();
  for (const auto* entry : nodes_with_varying_shapes(graph, limit)) {
    json.object().member("id", entry->first).key("variants").list();
    for (const auto& [shapes, calls] : entry->second.shapes) {
      json.object(kOneLine).key("input_shape").raw(shapes.input).key("output_shape").raw(shapes.output);
      json.member("occurrences", calls).end();
    }
    json.end().end();
  }
  return json.end().end().take();
}

}  // namespace flowlog::render
