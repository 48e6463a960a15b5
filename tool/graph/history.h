// history.h: how often each batch of runs took an edge, so that what changes over time can be seen, and in
// which runs a shape was seen first and last.
//
// The runs of one label are a batch. A run without a label is one by itself, until there are more than
// kMostRuns of those: then all of them count together by the minute in which they began, or, where these are
// as many, by the hour, the day, the month or the year. More runs never lead to smaller steps, so this is the
// same in whatever order graphs are added.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "graph/names.h"

namespace flowlog::graph {

struct Graph;
struct Run;
using Runs = std::map<std::string, Run>;  // by the trace's UUID

// Calls by batch, whose numbers are the graph's.
class BatchCounts {
 public:
  // Throws std::overflow_error.
  void add(uint32_t batch, uint64_t calls);
  const std::vector<std::pair<uint32_t, uint64_t>>& counts() const { return counts_; }  // by batch

 private:
  std::vector<std::pair<uint32_t, uint64_t>> counts_;
};

struct History {
  static constexpr size_t kMostRuns = 1000;
  enum class By : uint8_t { kRun, kMinute, kHour, kDay, kMonth, kYear };

  By by = By::kRun;  // how runs without a label are told apart
  Names batches;     // as batch_of says
};
const char* name_of(History::By by);

// A batch as one text: its kind, then what tells it from others of that kind.
inline constexpr char kLabelBatch = 'l', kRunBatch = 'r', kTimeBatch = 't';
std::string batch_of(const std::string& run_id, const Run& run, History::By by);

// What is known of a batch from the runs of the graph.
struct Batch {
  std::string name;     // as batch_of says
  std::string started;  // of its first run
  uint64_t runs = 0;
  auto operator<=>(const Batch&) const = default;
};
std::map<std::string, Batch> batches_of(const Runs& runs, History::By by);  // by name

// Adds what `other` knows by batch; the runs of both are in `graph` already, and `other`'s edges. Throws
// std::overflow_error.
void add_history(Graph& graph, const Graph& other);

// The runs in which something was seen first and last: by the time at which they began, then by id.
struct RunSpan {
  std::string first, last;  // ids; empty where it is not known

  void add(const RunSpan& other, const Runs& runs);
  bool operator==(const RunSpan&) const = default;
};

}  // namespace flowlog::graph
