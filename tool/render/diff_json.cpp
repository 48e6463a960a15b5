// diff_json.cpp: what changed, for programs; docs/diff.md explains the fields.
#include <cstdio>

#include "json_writer.h"
#include "render/diff_report.h"

namespace flowlog::render {
namespace {

using graph::Change;
using graph::Outcome;
constexpr auto kOneLine = JsonWriter::kOneLine;

void number(JsonWriter& json, const char* name, double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.6g", value);
  json.key(name).raw(text);
}

void write_side(JsonWriter& json, const char* key, const std::string& name, const graph::Side& side) {
  json.key(key).object(kOneLine).member("name", name);
  json.member("runs", side.runs)
      .member("unfinished_runs", side.unfinished_runs)
      .member("sessions", side.sessions);
  json.member("calls", side.calls).member("functions", side.nodes).member("edges", side.edges);
  json.key("sample_rate").fraction(side.sample_rate);
  json.member("dropped_records", side.dropped_records).member("damaged_bytes", side.damaged_bytes).end();
}

void open(JsonWriter& json, Change change) {
  json.object(kOneLine).member("change", change == Change::kAdded ? "added" : "removed");
}

void close(JsonWriter& json, const graph::Reason& reason) {
  if (!reason.certain()) json.member("doubt", name_of(reason.doubt)).member("reason", reason.text);
  json.end();
}

void write_pair(JsonWriter& json, const graph::Pair& pair) {
  json.member("from", pair.from).member("to", pair.to);
  if (pair.remote == 0) return;
  char site[20];
  std::snprintf(site, sizeof site, "%016llx", static_cast<unsigned long long>(pair.remote));
  json.member("remote", site);
}

// Of a function, or of an edge with its outcome.
void write_subject(JsonWriter& json, const graph::Pair& pair, Outcome branch) {
  json.object(kOneLine);
  if (pair.from.empty()) {
    json.member("id", pair.to);
  } else {
    write_pair(json, pair);
    json.member("branch", name_of(branch));
  }
}

void write_found(JsonWriter& json, const graph::Diff& diff) {
  json.key("functions").list();
  for (const auto& change : diff.nodes) {
    open(json, change.change);
    json.member("id", change.id).member("calls", change.calls);
    close(json, change.reason);
  }
  json.end().key("signatures").list();
  for (const auto& change : diff.signatures)
    json.object(kOneLine).member("base", change.base).member("head", change.head).end();
  json.end().key("edges").list();
  for (const auto& change : diff.edges) {
    open(json, change.change);
    write_pair(json, change.pair);
    json.key("outcomes").object();
    for (size_t i = 0; i < graph::kOutcomes; ++i) json.member(name_of(Outcome(i)), change.calls[i]);
    json.end().member("static_only", change.static_only);
    close(json, change.reason);
  }
  json.end().key("outcomes").list();
  for (const auto& change : diff.outcomes) {
    open(json, change.change);
    write_pair(json, change.pair);
    json.member("branch", name_of(change.branch));
    if (!change.detail.empty()) json.member("detail", change.detail);
    if (!change.details.empty()) {
      json.key("details").list();
      for (const std::string& detail : change.details) json.value(detail);
      json.end();
    }
    json.member("calls", change.calls);
    close(json, change.reason);
  }
  json.end().key("dependencies").list();
  for (const auto& change : diff.dependencies) {
    open(json, change.change);
    json.member("from", change.from).member("to", change.to).member("edges", change.edges);
    close(json, change.reason);
  }
  json.end();
}

void write_shapes(JsonWriter& json, const graph::Diff& diff) {
  json.key("shapes").list();
  for (const auto& change : diff.shapes) {
    open(json, change.change);
    json.member("id", change.id).member("replaced", change.replaced).member("occurrences", change.calls);
    json.key("input_shape").raw(change.shapes.input).key("output_shape").raw(change.shapes.output);
    json.key("fields").list();
    for (const graph::FieldChange& field : change.fields) {
      json.object().member("path", field.path);
      if (!field.base.empty()) json.key("base").raw(field.base);
      if (!field.head.empty()) json.key("head").raw(field.head);
      json.end();
    }
    json.end();
    close(json, change.reason);
  }
  json.end();
}

void write_numbers(JsonWriter& json, const graph::Diff& diff) {
  json.key("frequencies").list();
  for (const auto& change : diff.rates) {
    write_subject(json, change.pair, change.branch);
    json.member("base_calls", change.base_calls).member("base_of", change.base_of);
    json.member("head_calls", change.head_calls).member("head_of", change.head_of);
    number(json, "factor", change.factor());
    json.member("itself", change.itself).member("exact", change.exact);
    number(json, "p", change.p);
    json.end();
  }
  json.end().key("durations").list();
  for (const auto& change : diff.times) {
    write_subject(json, change.pair, change.branch);
    json.member("base_calls", change.base_calls).member("head_calls", change.head_calls);
    number(json, "factor", change.factor);
    json.member("of", change.own ? "self" : "total").member("itself", change.itself);
    json.member("base_p50_ns", change.base_p50_ns).member("head_p50_ns", change.head_p50_ns);
    json.member("base_p99_ns", change.base_p99_ns).member("head_p99_ns", change.head_p99_ns);
    number(json, "base_self_ns", change.base_own_ns);
    number(json, "head_self_ns", change.head_own_ns);
    number(json, "p", change.p);
    json.end();
  }
  json.end();
}

}  // namespace

std::string diff_json(const graph::Diff& diff, const DiffNames& names) {
  JsonWriter json;
  json.object().member("diff_version", uint64_t{1});
  write_side(json, "base", names.base, diff.base);
  write_side(json, "head", names.head, diff.head);
  json.member("deterministic", diff.deterministic).member("durations_compared", diff.times_compared);
  number(json, "pace", diff.pace);
  write_found(json, diff);
  write_shapes(json, diff);
  write_numbers(json, diff);
  return json.end().take();
}

}  // namespace flowlog::render
