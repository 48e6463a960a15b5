// graph_read.cpp: a graph from JSON that may be anything; see graph_json.h.
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "error.h"
#include "graph/duration_json.h"
#include "graph/errors_json.h"
#include "graph/graph_json.h"
#include "graph/history_json.h"
#include "graph/json_field.h"

namespace flowlog::graph {
namespace {

// JSON text of a shape, as the compiler plugin writes it.
std::string read_shape(const Field& field) {
  if (!field.is_text() && !field.is_object()) field.expected("a shape (a string or an object)");
  return field.json();
}

std::array<uint64_t, kOutcomes> read_outcomes(const Field& field) {
  std::array<uint64_t, kOutcomes> outcomes{};
  for (size_t i = 0; i < kOutcomes; ++i) outcomes[i] = field[name_of(Outcome(i))].number();
  return outcomes;
}

Exemplars read_exemplars(const Field& owner) {
  Exemplars exemplars;
  if (const auto field = owner.find("exemplars")) {
    field->for_each_item([&](const Field& item) { exemplars.add(item.text()); });
  }
  return exemplars;
}

uint64_t read_site(const Field& field) {
  const std::string& digits = field.text();
  uint64_t site = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), site, 16);
  if (digits.size() != 16 || error != std::errc() || end != digits.data() + digits.size())
    field.expected("a site's id, 16 hexadecimal digits,");
  return site;
}

// `tests`: how many the graph knows of.
TestSet read_tests(const Field& owner, size_t tests) {
  TestSet set;
  const auto field = owner.find("tests");
  if (!field) return set;
  if (!field->is_text()) {
    field->for_each_item([&](const Field& item) {
      if (item.number() >= tests) item.expected("a place in the list of tests");
      set.add(item.small_number());
    });
    return set;
  }
  const std::string& digits = field->text();
  for (size_t i = 0; i < digits.size(); ++i) {
    const size_t digit = std::string_view("0123456789abcdef").find(digits[i]);
    if (digit == std::string_view::npos) field->expected("a list, or hexadecimal digits,");
    for (size_t bit = 0; bit < 4; ++bit) {
      if ((digit >> bit & 1) == 0) continue;
      if (4 * i + bit >= tests) field->expected("a digit for each four of the tests");
      set.add(uint32_t(4 * i + bit));
    }
  }
  return set;
}

// What the rest of the file is read by.
struct Head {
  uint64_t format_version;
  size_t tests;  // that the graph knows of; their numbers are their places in the file
  size_t batches;
  bool one_batch_has_all;       // the edges don't say so
  const std::string* only_run;  // likewise; null if there are several
};

Node read_node(const Field& field, const Head& head) {
  Node node;
  node.function_name = field["function_name"].text();
  field["symbols"].for_each_item([&](const Field& item) {
    const Field name = item["name"];
    if (!node.symbols.emplace(name.text(), item["occurrences"].number()).second) name.wrong("occurs twice");
  });
  if (const auto sites = field.find("site_ids")) {
    sites->for_each_item([&](const Field& item) { node.sites.insert(read_site(item)); });
  }
  node.module = field["module"].text();
  node.file = field["file"].text();
  node.line = field["line"].small_number();
  node.image = field["image"].text();
  field["shape_variants"].for_each_item([&](const Field& item) {
    ShapePair shapes{read_shape(item["input_shape"]), read_shape(item["output_shape"])};
    const uint64_t calls = item["occurrences"].number();
    if (const auto first = item.find("first_run")) {
      node.shape_runs[shapes] = {first->text(), item["last_run"].text()};
    } else if (head.only_run != nullptr && calls != 0) {
      node.shape_runs[shapes] = {*head.only_run, *head.only_run};
    }
    if (!node.shapes.emplace(std::move(shapes), calls).second) item.wrong("occurs twice");
  });
  node.outcomes = read_outcomes(field["outcomes"]);
  if (field["occurrences"].number() != node.occurrences())
    field["occurrences"].expected("the sum of the outcomes");
  if (const auto duration = field.find("duration_ns")) {
    node.duration_ns = read_durations(*duration, head.format_version);
    node.self_ns = field["self_ns"].number();
    if (const auto recording = field.find("recording_ns")) node.recording_ns = recording->number();
    if (node.recording_ns > node.self_ns) field["recording_ns"].expected("at most self_ns");
  }
  if (const auto suspended = field.find("suspended_ns"))
    node.suspended_ns = read_durations(*suspended, head.format_version);
  node.exemplars = read_exemplars(field);
  node.tests = read_tests(field, head.tests);
  node.lower_bound = field["lower_bound"].flag();
  if (const auto code_known = field.find("code_known")) node.code_known = code_known->flag();
  return node;
}

Outcome read_branch(const Field& field) {
  for (size_t i = 0; i < kOutcomes; ++i) {
    if (field.text() == name_of(Outcome(i))) return Outcome(i);
  }
  field.expected("success, error, partial or abandoned");
}

Edge read_edge(const Field& field, Outcome branch, const Head& head) {
  Edge edge;
  edge.frequency = field["frequency"].number();
  if (const auto details = field.find("details")) {
    details->for_each_member(
        [&](const std::string& detail, const Field& calls) { edge.details[detail] = calls.number(); });
  }
  if (const auto duration = field.find("duration_ns")) {
    edge.duration_ns = read_durations(*duration, head.format_version);
    if (const auto self = field.find("self_ns")) edge.self_ns = self->number();
  }
  edge.exemplars = read_exemplars(field);
  edge.tests = read_tests(field, head.tests);
  edge.history = read_counts(field, head.batches);
  if (head.one_batch_has_all && edge.frequency != 0) edge.history.add(0, edge.frequency);
  edge.lower_bound = field["lower_bound"].flag();
  edge.static_only = field["static_only"].flag();
  const bool consistent = edge.static_only == (edge.frequency == 0);
  if (!consistent) field["static_only"].expected("true where the frequency is 0, and only there");
  if (const auto is_virtual = field.find("virtual")) {
    edge.is_virtual = is_virtual->flag();
    if (edge.is_virtual && !edge.static_only) is_virtual->expected("false, as the edge ran");
  }
  if (edge.static_only && branch != Outcome::kSuccess)
    field["branch"].expected("success, as the edge never ran");
  return edge;
}

void read_edges(const Field& field, Graph& graph, const Head& head) {
  std::unordered_set<std::string_view> nodes;
  for (const auto& [id, node] : graph.nodes) nodes.insert(id);
  const auto known = [&](const Field& field) {
    std::string id = field.text();
    if (nodes.count(id) == 0) field.wrong("no node has this id");
    return id;
  };
  field.for_each_item([&](const Field& item) {
    const Field from = item["from"];
    const auto remote = item.find("remote");
    const bool outside = remote ? is_outside(from.text()) : from.text() == kEntry;
    EdgeKey key{outside ? from.text() : known(from), known(item["to"]), read_branch(item["branch"]),
                remote ? read_site(*remote) : 0};
    const Outcome branch = key.branch;
    const size_t before = graph.edges.size();
    graph.edges.emplace_hint(graph.edges.end(), std::move(key), read_edge(item, branch, head));
    if (graph.edges.size() == before) item.wrong("occurs twice");
  });
}

Run read_run(const Field& field, Form form) {
  Run run;
  if (form != Form::kStructure) {
    run.label = field["label"].text();
    run.started = field["started"].text();
  }
  run.executable = field["executable"].text();
  run.complete = field["complete"].flag();
  run.sessions = field["sessions"].number();
  if (const auto parts = field.find("parts")) run.parts = parts->number();
  if (run.parts > run.sessions) field["parts"].expected("no more than there are sessions");
  run.calls = field["calls"].number();
  if (const auto rate = field.find("sample_rate")) run.sample_rate = rate->fraction();
  if (const auto misused = field.find("misused_sessions")) run.misused_sessions = misused->number();
  run.dropped_records = field["dropped_records"].number();
  run.damaged_bytes = field["damaged_bytes"].number();
  if (const auto refused = field.find("refused_headers")) run.refused_headers = refused->number();
  return run;
}

void read_runs(const Field& field, Graph& graph) {
  field.for_each_item([&](const Field& item) {
    if (graph.form == Form::kStructure) {  // numbered, in the order of the file
      graph.runs.emplace(nameless_run(graph.runs.size()), read_run(item, graph.form));
      return;
    }
    const Field id = item["id"];
    if (!graph.runs.emplace(id.text(), read_run(item, graph.form)).second) id.wrong("occurs twice");
  });
}

void read_variants(const Field& field, Graph& graph) {
  field.for_each_item([&](const Field& item) {
    Variant variant;
    variant.sessions = item["sessions"].number();
    item["path"].for_each_item([&](const Field& id) {
      if (variant.path.size() == Variant::kMaxPath) id.wrong("a path has at most 64 calls");
      variant.path.push_back(id.text());
    });
    if (const auto left_out = item.find("path_left_out")) variant.path_left_out = left_out->number();
    if (const auto exemplar = item.find("exemplar")) variant.exemplar = exemplar->text();
    const Field hash = item["hash"];
    if (!graph.variants.emplace(hash.text(), std::move(variant)).second) hash.wrong("occurs twice");
  });
}

// What kind of file this is; everything else about it depends on that. Returns its version.
uint64_t read_head(const Field& file, Graph& graph, const std::string& name) {
  if (!file.is_object()) throw Error(name + ": not a flowlog graph: a JSON object was expected");
  const auto type = file.find("graph_type");
  if (!type) throw Error(name + ": not a flowlog graph: the field \"graph_type\" is missing");
  if (type->text() != "merged") type->expected("\"merged\"");
  const Field version = file["format_version"];
  if (version.number() > kGraphFormatVersion) {
    version.wrong("version " + std::to_string(version.number()) + " is newer than this flowlog reads (" +
                  std::to_string(kGraphFormatVersion) + ")");
  }
  if (version.number() == 0) version.expected("a positive integer");
  if (const auto form = file.find("form")) {
    if (form->text() != "structure" && form->text() != "view") form->expected("structure or view");
    graph.form = form->text() == "view" ? Form::kView : Form::kStructure;
  }
  if (graph.form == Form::kView) {
    const Field left_out = file["left_out"];
    graph.left_out.nodes = left_out["nodes"].number();
    graph.left_out.edges = left_out["edges"].number();
    left_out["because"].for_each_item(
        [&](const Field& item) { graph.left_out.because.push_back(item.text()); });
  }
  return version.number();
}

}  // namespace

Graph from_json(std::string_view text, const std::string& name) {
  const JsonDocument document(text, name);
  const Field file(document);
  Graph graph;
  Head head{};
  head.format_version = read_head(file, graph, name);
  read_runs(file["runs"], graph);
  read_history(file, graph);
  head.batches = graph.history.batches.size();
  head.one_batch_has_all = head.batches == 1 && !file.find("history");
  if (graph.form != Form::kStructure && graph.runs.size() == 1) head.only_run = &graph.runs.begin()->first;
  if (const auto tests = file.find("tests")) {
    tests->for_each_item([&](const Field& test) {
      const size_t before = graph.tests.size();
      if (graph.tests.number_of(test.text()) != before) test.wrong("occurs twice");
    });
  }
  head.tests = graph.tests.size();
  file["nodes"].for_each_item([&](const Field& item) {
    const Field id = item["id"];
    if (is_outside(id.text())) id.wrong("calls without a tracked caller come from it, so it is no node");
    if (!graph.nodes.emplace(id.text(), read_node(item, head)).second) id.wrong("occurs twice");
  });
  read_edges(file["edges"], graph, head);
  if (const auto errors = file.find("errors")) graph.errors = read_errors(*errors);
  read_variants(file["variants"], graph);
  if (const auto left_out = file.find("variant_sessions_left_out"))
    graph.variant_sessions_left_out = left_out->number();
  if (graph.form == Form::kWhole) resolve_remote_callers(graph);
  return graph;
}

}  // namespace flowlog::graph
