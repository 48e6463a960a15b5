// history.cpp: see history.h.
#include "graph/history.h"

#include <algorithm>
#include <tuple>

#include "graph/checked_sum.h"
#include "graph/graph.h"

namespace flowlog::graph {
namespace {

// How much of an ISO 8601 time tells batches apart.
size_t kept_of_time(History::By by) {
  switch (by) {
    case History::By::kMinute:
      return 16;
    case History::By::kHour:
      return 13;
    case History::By::kDay:
      return 10;
    case History::By::kMonth:
      return 7;
    default:
      return 4;
  }
}

// The batch that holds all of `batch` where runs are told apart by more.
std::string coarser(const std::string& batch, const Runs& runs, History::By by) {
  if (by == History::By::kRun || batch.empty() || batch[0] == kLabelBatch) return batch;
  if (batch[0] == kTimeBatch) return batch.substr(0, 1 + kept_of_time(by));
  const auto run = runs.find(batch.substr(1));
  return kTimeBatch + (run == runs.end() ? "" : run->second.started.substr(0, kept_of_time(by)));
}

void make_coarser(Graph& graph, History::By by) {
  History history{by, {}};
  std::vector<uint32_t> numbers;
  for (const std::string& batch : graph.history.batches.names())
    numbers.push_back(history.batches.number_of(coarser(batch, graph.runs, by)));
  for (auto& [key, edge] : graph.edges) {
    BatchCounts sum;
    for (const auto& [batch, calls] : edge.history.counts()) sum.add(numbers[batch], calls);
    edge.history = std::move(sum);
  }
  graph.history = std::move(history);
}

bool has_too_many(const Names& batches) {
  const auto& names = batches.names();
  if (names.size() <= History::kMostRuns) return false;
  const auto unlabelled = std::count_if(names.begin(), names.end(),
                                        [](const std::string& name) { return name[0] != kLabelBatch; });
  return size_t(unlabelled) > History::kMostRuns;
}

}  // namespace

void BatchCounts::add(uint32_t batch, uint64_t calls) {
  const auto at =
      std::lower_bound(counts_.begin(), counts_.end(), batch,
                       [](const auto& counted, uint32_t wanted) { return counted.first < wanted; });
  if (at == counts_.end() || at->first != batch) {
    counts_.insert(at, {batch, calls});
  } else {
    add_to(at->second, calls);
  }
}

const char* name_of(History::By by) {
  static constexpr const char* kNames[] = {"run", "minute", "hour", "day", "month", "year"};
  return kNames[size_t(by)];
}

std::string batch_of(const std::string& run_id, const Run& run, History::By by) {
  if (!run.label.empty()) return kLabelBatch + run.label;
  if (by == History::By::kRun) return kRunBatch + run_id;
  return kTimeBatch + run.started.substr(0, kept_of_time(by));
}

std::map<std::string, Batch> batches_of(const Runs& runs, History::By by) {
  std::map<std::string, Batch> batches;
  for (const auto& [id, run] : runs) {
    const std::string name = batch_of(id, run, by);
    const auto [at, fresh] = batches.try_emplace(name, Batch{name, run.started, 0});
    at->second.started = std::min(at->second.started, run.started);
    ++at->second.runs;
  }
  return batches;
}

void add_history(Graph& graph, const Graph& other) {
  const History::By by = std::max(graph.history.by, other.history.by);
  if (graph.history.by != by) make_coarser(graph, by);
  std::vector<uint32_t> numbers;  // of other's batches, in this graph
  for (const std::string& batch : other.history.batches.names())
    numbers.push_back(graph.history.batches.number_of(coarser(batch, other.runs, by)));
  for (const auto& [key, edge] : other.edges) {
    if (edge.history.counts().empty()) continue;
    BatchCounts& sum = graph.edges.at(key).history;
    for (const auto& [batch, calls] : edge.history.counts()) sum.add(numbers[batch], calls);
  }
  while (has_too_many(graph.history.batches) && graph.history.by != History::By::kYear)
    make_coarser(graph, History::By(unsigned(graph.history.by) + 1));
}

void RunSpan::add(const RunSpan& other, const Runs& runs) {
  const auto place = [&](const std::string& id) {
    const auto run = runs.find(id);
    return std::pair(run == runs.end() ? std::string() : run->second.started, id);
  };
  if (first.empty() || (!other.first.empty() && place(other.first) < place(first))) first = other.first;
  if (last.empty() || (!other.last.empty() && place(last) < place(other.last))) last = other.last;
}

}  // namespace flowlog::graph
