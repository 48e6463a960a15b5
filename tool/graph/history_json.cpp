// history_json.cpp: see history_json.h.
#include "graph/history_json.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace flowlog::graph {
namespace {

constexpr auto kOneLine = JsonWriter::kOneLine;

const char* key_of(char kind) { return kind == kLabelBatch ? "label" : kind == kRunBatch ? "run" : "time"; }

History::By read_by(const Field& field) {
  for (unsigned by = 0; by <= unsigned(History::By::kYear); ++by) {
    if (field.text() == name_of(History::By(by))) return History::By(by);
  }
  field.expected("run, minute, hour, day, month or year");
}

std::string read_batch(const Field& field) {
  for (const char kind : {kLabelBatch, kRunBatch, kTimeBatch}) {
    if (const auto name = field.find(key_of(kind))) return kind + name->text();
  }
  field.expected("a label, a run or a time");
}

}  // namespace

bool writes_history(const Graph& graph) {
  if (graph.form == Form::kStructure || graph.history.batches.size() == 0) return false;
  return graph.history.by != History::By::kRun || graph.history.batches.size() != 1 ||
         batches_of(graph.runs, graph.history.by).size() != 1;
}

void write_history(JsonWriter& json, const Graph& graph, const Names::Sorted& batches) {
  const auto known = batches_of(graph.runs, graph.history.by);
  json.key("history").object().member("unlabelled_by", name_of(graph.history.by));
  json.key("batches").list();
  for (const std::string& name : batches.names()) {
    json.object(kOneLine).member(key_of(name[0]), std::string_view(name).substr(1));
    const auto batch = known.find(name);
    if (batch != known.end())
      json.member("runs", batch->second.runs).member("started", batch->second.started);
    json.end();
  }
  json.end().end();
}

void write_counts(JsonWriter& json, const BatchCounts& counts, const Names::Sorted& batches) {
  if (counts.counts().empty()) return;
  std::vector<std::pair<uint32_t, uint64_t>> places;
  for (const auto& [batch, calls] : counts.counts()) places.emplace_back(batches.place_of(batch), calls);
  std::sort(places.begin(), places.end());
  json.key("history").list(kOneLine);
  for (size_t i = 0; i < places.size(); ++i) {
    if (i == 0 || places[i].first != places[i - 1].first + 1) {
      if (i != 0) json.end();
      json.list().value(uint64_t{places[i].first});
    }
    json.value(places[i].second);
  }
  json.end().end();
}

void read_history(const Field& file, Graph& graph) {
  const auto field = file.find("history");
  if (!field) {
    const auto batches = batches_of(graph.runs, History::By::kRun);
    if (graph.form != Form::kStructure && batches.size() == 1)
      graph.history.batches.number_of(batches.begin()->first);
    return;
  }
  graph.history.by = read_by((*field)["unlabelled_by"]);
  (*field)["batches"].for_each_item([&](const Field& batch) {
    const size_t before = graph.history.batches.size();
    if (graph.history.batches.number_of(read_batch(batch)) != before) batch.wrong("occurs twice");
  });
}

BatchCounts read_counts(const Field& edge, size_t batches) {
  BatchCounts counts;
  const auto field = edge.find("history");
  if (!field) return counts;
  uint64_t next = 0;
  field->for_each_item([&](const Field& segment) {
    bool is_place = true;
    segment.for_each_item([&](const Field& number) {
      if (std::exchange(is_place, false)) {
        if (number.number() < next) number.expected("a place behind those before it");
        next = number.number();
        return;
      }
      if (next >= batches) number.expected("a place in the list of batches");
      if (number.number() == 0) number.expected("a positive integer");
      counts.add(uint32_t(next++), number.number());
    });
  });
  return counts;
}

}  // namespace flowlog::graph
