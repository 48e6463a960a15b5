// stats_json.cpp: statistics for programs; see stats_report.h. The order of keys here is the order in the
// output.
#include <string_view>

#include "graph/drift.h"
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
    if (entry->second.duration_ns.count() != 0)
      json.member("self_ns", entry->second.self_ns).member("total_ns", entry->second.duration_ns.sum());
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
    if (edge.duration_ns.count() != 0) json.member("self_ns", edge.self_ns);
    json.member("lower_bound", edge.lower_bound).end();
  }
  json.end();
}

void write_errors(JsonWriter& json, const graph::Graph& graph, size_t limit) {
  json.key("errors").list();
  for (const auto* entry : errors_by_frequency(graph, limit)) {
    const auto& [origin, errors] = *entry;
    json.object().member("origin", origin.function).member("detail", origin.detail);
    json.member("occurrences", errors.occurrences()).member("unhandled", errors.unhandled);
    json.member("least_hops", errors.hops.begin()->first).member("most_hops", errors.hops.rbegin()->first);
    json.key("handlers").list();
    for (const auto& [handler, handled] : errors.handlers) {
      json.object(kOneLine).member("id", handler).member("count", handled.count());
      json.key("then_called").object();
      for (const auto& [callee, times] : handled.then_called) json.member(callee, times);
      json.end().key("then_ended").object();
      for (size_t i = 0; i < graph::kOutcomes; ++i) {
        if (handled.then_ended[i] != 0) json.member(name_of(graph::Outcome(i)), handled.then_ended[i]);
      }
      json.end().end();
    }
    json.end().member("lower_bound", errors.lower_bound).end();
  }
  json.end();
}

void write_drift(JsonWriter& json, const graph::Graph& graph, size_t limit) {
  const graph::Drift drift = drift_of(graph);
  if (!drift.compared) return;
  json.key("drift").object().member("first", std::string_view(drift.first.name).substr(1));
  json.member("last", std::string_view(drift.last.name).substr(1));
  json.key("outcomes").list();
  for (size_t i = 0; i < drift.outcomes.size() && i < limit; ++i) {
    const graph::OutcomeDrift& of = drift.outcomes[i];
    json.object(kOneLine).member("id", of.function).member("outcome", name_of(of.outcome));
    json.key("first").object().member("calls", of.calls[0]).member("of", of.all_calls[0]).end();
    json.key("last").object().member("calls", of.calls[1]).member("of", of.all_calls[1]).end().end();
  }
  json.end().key("shapes").list();
  for (size_t i = 0; i < drift.shapes.size() && i < limit; ++i) {
    const graph::ShapeDrift& of = drift.shapes[i];
    json.object(kOneLine).member("id", of.function).member("change", of.appeared ? "new" : "gone");
    json.key("input_shape").raw(of.shapes.input).key("output_shape").raw(of.shapes.output);
    json.member("run", of.run).end();
  }
  json.end().end();
}

void write_rare_variants(JsonWriter& json, const graph::Graph& graph, size_t limit) {
  json.key("rare_variants").list();
  for (const graph::RareVariant& rare : rare_variants(graph, limit)) {
    json.object(kOneLine).member("hash", rare.hash).member("sessions", rare.variant->sessions);
    json.member("exemplar", rare.variant->exemplar).key("path").list();
    for (const std::string& id : rare.variant->path) json.value(id);
    json.end();
    if (rare.variant->path_left_out != 0) json.member("path_left_out", rare.variant->path_left_out);
    json.end();
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
  write_drift(json, graph, limit);
  write_nodes(json, "by_self_time", nodes_by_self_time(graph, limit));
  write_suspensions(json, nodes_by_suspension(graph, limit));
  write_nodes(json, "by_calls", nodes_by_calls(graph, limit));
  write_errors(json, graph, limit);
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
  json.end();
  write_rare_variants(json, graph, limit);
  json.key("shape_variations").list();
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
