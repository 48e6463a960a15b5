// graph_write.cpp: a graph as JSON; see graph_json.h. The order of keys here is the order in the file.
#include <algorithm>
#include <cstdio>
#include <tuple>

#include "graph/duration_json.h"
#include "graph/errors_json.h"
#include "graph/graph_json.h"
#include "graph/history_json.h"
#include "graph/source_paths.h"
#include "graph/stats.h"
#include "json_writer.h"

namespace flowlog::graph {
namespace {

constexpr auto kOneLine = JsonWriter::kOneLine;

void write_outcomes(JsonWriter& json, const std::array<uint64_t, kOutcomes>& outcomes) {
  json.key("outcomes").object(kOneLine);
  for (size_t i = 0; i < kOutcomes; ++i) json.member(name_of(Outcome(i)), outcomes[i]);
  json.end();
}

void write_texts(JsonWriter& json, const char* name, const auto& texts) {
  json.key(name).list(kOneLine);
  for (const std::string& text : texts) json.value(text);
  json.end();
}

// A list of places in `tests`, or, where many ran it, a text of their bits.
void write_tests(JsonWriter& json, const Tests::Sorted& tests, const TestSet& set) {
  if (set.empty()) return;
  const std::vector<uint32_t> places = tests.of(set);
  json.key("tests");
  if (places.size() <= most_tests_in_list(tests.names().size())) {
    json.list(kOneLine);
    for (const uint32_t place : places) json.value(uint64_t{place});
    json.end();
    return;
  }
  std::string digits(places.back() / 4 + 1, 0);
  for (const uint32_t place : places) digits[place / 4] = char(digits[place / 4] | 1 << place % 4);
  for (char& digit : digits) digit = "0123456789abcdef"[size_t(digit)];
  json.value(digits);
}

void write_shapes(JsonWriter& json, const Node& node) {
  if (const ShapePair* shapes = most_frequent_shapes(node)) {
    json.key("input_shape").raw(shapes->input).key("output_shape").raw(shapes->output);
  } else {
    json.key("input_shape").raw("null").key("output_shape").raw("null");
  }
}

void write_shape_variants(JsonWriter& json, const Node& node, bool with_runs) {
  json.key("shape_variants").list();
  for (const auto& [shapes, calls] : node.shapes) {
    json.object(kOneLine).key("input_shape").raw(shapes.input).key("output_shape").raw(shapes.output);
    json.member("occurrences", calls);
    const auto span = node.shape_runs.find(shapes);
    if (with_runs && span != node.shape_runs.end())
      json.member("first_run", span->second.first).member("last_run", span->second.last);
    json.end();
  }
  json.end();
}

std::string hex(uint64_t id) {
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(id));
  return digits;
}

void write_sites(JsonWriter& json, const Node& node) {
  json.key("site_ids").list(kOneLine);
  for (const uint64_t site : node.sites) json.value(hex(site));
  json.end();
}

// What the numbers in nodes and edges stand for, and which of it is written.
struct Written {
  Tests::Sorted tests;
  Names::Sorted batches;
  Form form;
  bool history;     // of edges
  bool shape_runs;  // which are all the same where there is one run
};

void write_node(JsonWriter& json, const std::string& id, const Node& node, const Written& as) {
  json.object().member("id", id).member("function_name", node.function_name);
  json.key("symbols").list();
  for (const auto& [symbol, calls] : node.symbols) {
    json.object(kOneLine).member("name", symbol).member("occurrences", calls).end();
  }
  json.end();
  if (as.form == Form::kWhole && !node.sites.empty()) write_sites(json, node);
  json.member("module", node.module).member("file", node.file).member("line", uint64_t{node.line});
  json.member("image", node.image).member("occurrences", node.occurrences());
  write_shapes(json, node);
  write_outcomes(json, node.outcomes);
  write_durations(json, "duration_ns", node.duration_ns);
  if (node.duration_ns.count() != 0) json.member("self_ns", node.self_ns);
  if (node.recording_ns != 0) json.member("recording_ns", node.recording_ns);
  write_durations(json, "suspended_ns", node.suspended_ns);
  write_shape_variants(json, node, as.shape_runs);
  if (as.form != Form::kStructure) write_texts(json, "exemplars", node.exemplars.ids());
  write_tests(json, as.tests, node.tests);
  json.member("lower_bound", node.lower_bound);
  if (node.code_known) json.member("code_known", true);
  json.end();
}

void write_edge(JsonWriter& json, const EdgeKey& key, const Edge& edge, const Written& as) {
  json.object().member("from", key.from).member("to", key.to).member("branch", name_of(key.branch));
  if (key.remote != 0) json.member("remote", hex(key.remote));
  json.member("frequency", edge.frequency);
  if (!edge.details.empty()) {
    json.key("details").object(kOneLine);
    for (const auto& [detail, calls] : edge.details) json.member(detail, calls);
    json.end();
  }
  write_durations(json, "duration_ns", edge.duration_ns);
  if (edge.duration_ns.count() != 0) json.member("self_ns", edge.self_ns);
  if (as.form != Form::kStructure) write_texts(json, "exemplars", edge.exemplars.ids());
  write_tests(json, as.tests, edge.tests);
  if (as.history) write_counts(json, edge.history, as.batches);
  json.member("lower_bound", edge.lower_bound).member("static_only", edge.static_only);
  if (edge.is_virtual) json.member("virtual", true);
  json.end();
}

void write_run(JsonWriter& json, const std::string& id, const Run& run, Form form) {
  json.object(kOneLine);
  if (form != Form::kStructure) json.member("id", id).member("label", run.label);
  json.member("executable", run.executable);
  if (form != Form::kStructure) json.member("started", run.started);
  json.member("complete", run.complete).member("sessions", run.sessions);
  if (run.parts != 0) json.member("parts", run.parts);
  json.member("calls", run.calls);
  if (run.sample_rate != 1) json.key("sample_rate").fraction(run.sample_rate);
  if (run.misused_sessions != 0) json.member("misused_sessions", run.misused_sessions);
  json.member("dropped_records", run.dropped_records);
  json.member("damaged_bytes", run.damaged_bytes);
  if (run.refused_headers != 0) json.member("refused_headers", run.refused_headers);
  json.end();
}

void write_variant(JsonWriter& json, const std::string& hash, const Variant& variant, Form form) {
  json.object(kOneLine).member("hash", hash).member("sessions", variant.sessions);
  write_texts(json, "path", variant.path);
  if (variant.path_left_out != 0) json.member("path_left_out", variant.path_left_out);
  if (form != Form::kStructure && !variant.exemplar.empty()) json.member("exemplar", variant.exemplar);
  json.end();
}

void write_stats(JsonWriter& json, const Graph& graph) {
  const Totals totals = totals_of(graph);
  json.key("stats").object().member("total_sessions", totals.sessions);
  if (totals.parts != 0) json.member("total_parts", totals.parts);
  json.member("total_calls", totals.calls);
  json.key("frequent_paths").list();
  for (const FrequentPath& path : frequent_paths(graph)) {
    json.object(kOneLine);
    write_texts(json, "path", path.path);
    if (path.path_left_out != 0) json.member("path_left_out", path.path_left_out);
    json.member("count", path.count).end();
  }
  json.end();
  write_texts(json, "error_nodes", error_nodes(graph));
  json.member("dropped_records", totals.dropped_records).member("damaged_bytes", totals.damaged_bytes);
  if (totals.refused_headers != 0) json.member("refused_headers", totals.refused_headers);
  json.end();
}

void write_left_out(JsonWriter& json, const LeftOut& left_out) {
  json.key("left_out").object(kOneLine).member("nodes", left_out.nodes).member("edges", left_out.edges);
  write_texts(json, "because", left_out.because);
  json.end();
}

std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

// Runs without what tells them apart, numbered in the order of what they hold.
std::map<std::string, Run> numbered(const std::map<std::string, Run>& runs) {
  std::vector<Run> bare;
  for (const auto& [id, run] : runs) {
    bare.push_back(run);
    bare.back().label = bare.back().started = "";
    bare.back().executable = file_name(run.executable);
  }
  std::sort(bare.begin(), bare.end(), [](const Run& a, const Run& b) {
    const auto content = [](const Run& run) {
      return std::tie(run.executable, run.complete, run.sessions, run.parts, run.calls, run.dropped_records,
                      run.damaged_bytes, run.refused_headers, run.sample_rate, run.misused_sessions);
    };
    return content(a) < content(b);
  });
  std::map<std::string, Run> by_number;
  for (Run& run : bare) by_number.emplace(nameless_run(by_number.size()), std::move(run));
  return by_number;
}

}  // namespace

std::string nameless_run(size_t number) {
  const std::string digits = std::to_string(number);
  return std::string(digits.size() < 8 ? 8 - digits.size() : 0, '0') + digits;
}

std::string to_json(const Graph& graph) {
  JsonWriter json;
  json.object().member("graph_type", "merged").member("format_version", kGraphFormatVersion);
  if (graph.form == Form::kStructure) json.member("form", "structure");
  if (graph.form == Form::kView) {
    json.member("form", "view");
    write_left_out(json, graph.left_out);
  }
  json.key("runs").list();
  for (const auto& [id, run] : graph.runs) write_run(json, id, run, graph.form);
  json.end();
  const Written as{Tests::Sorted(graph.tests), Names::Sorted(graph.history.batches), graph.form,
                   writes_history(graph), graph.form != Form::kStructure && graph.runs.size() > 1};
  if (as.history) write_history(json, graph, as.batches);
  if (!as.tests.names().empty()) {
    json.key("tests").list();
    for (const std::string& test : as.tests.names()) json.value(test);
    json.end();
  }
  json.key("nodes").list();
  for (const auto& [id, node] : graph.nodes) write_node(json, id, node, as);
  json.end().key("edges").list();
  for (const auto& [key, edge] : graph.edges) write_edge(json, key, edge, as);
  json.end();
  if (!graph.errors.empty()) write_errors(json, graph.errors, graph.form != Form::kStructure);
  json.key("variants").list();
  for (const auto& [hash, variant] : graph.variants) write_variant(json, hash, variant, graph.form);
  json.end();
  if (graph.variant_sessions_left_out != 0)
    json.member("variant_sessions_left_out", graph.variant_sessions_left_out);
  write_stats(json, graph);
  return json.end().take();
}

Graph structure_of(const Graph& graph) {
  Graph structure = graph;
  structure.form = Form::kStructure;
  structure.runs = numbered(graph.runs);
  structure.history = {};
  for (auto& [origin, errors] : structure.errors) errors.exemplars = {};
  const SourcePaths paths(graph);
  for (auto& [id, node] : structure.nodes) {
    node.file = paths.within_project(node.file);
    node.image = file_name(node.image);
    node.duration_ns = {};
    node.self_ns = node.recording_ns = 0;
    node.suspended_ns = {};
    node.exemplars = {};
    node.shape_runs.clear();
  }
  for (auto& [key, edge] : structure.edges) {
    edge.duration_ns = {};
    edge.self_ns = 0;
    edge.exemplars = {};
    edge.history = {};
  }
  for (auto& [hash, variant] : structure.variants) variant.exemplar.clear();
  return structure;
}

}  // namespace flowlog::graph
