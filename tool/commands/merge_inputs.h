// merge_inputs.h: what `flowlog merge` is given, sorted out so that its order makes no difference.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "commands/fold_traces.h"
#include "commands/follow.h"
#include "graph/graph.h"
#include "trace/archive.h"
#include "workers.h"

namespace flowlog::cli {

// What a merge of files that grow keeps for the next: the sum of the traces that are closed, so that these
// are not folded again, and what was said.
struct MergedBefore {
  graph::Graph graph;
  std::map<std::string, FileState> files;  // whose traces are in it
  std::set<std::string> said;

  bool holds(const std::string& file) const;
  void keep(const FoldedTrace& folded);  // if its trace is closed, and will not change any more
};

// A trace that is given twice counts once, and of two copies of different length the longer one. A trace
// that a graph holds already adds nothing; one that it holds an earlier part of takes its place.
class MergeInputs {
 public:
  MergeInputs() = default;
  // Takes what was merged before, and adds to it. Each line is said once.
  explicit MergeInputs(MergedBefore& before) : before_(&before) {}

  // A trace, a directory of them, a graph or "-". What can't be read is counted, with a line on stderr.
  void add(const std::string& input);

  // The sum of everything that was added, made by all of `workers`. Throws Error for graphs that overlap in
  // part. Call it once.
  graph::Graph merge(Workers& workers);

  size_t given() const { return given_; }  // files, and inputs that are none
  size_t unreadable() const { return unreadable_; }

 private:
  struct GraphInput {
    std::string name;
    graph::Graph graph;
  };

  void add_file(const std::string& file, bool is_given);  // else it was found in a directory
  void add_trace(const std::string& file, std::unique_ptr<trace::Source> source);
  void add_folded(FoldedTrace folded, graph::Graph& sum);
  void add_part(GraphInput input);
  void count_unreadable(const std::string& why);
  void tell(const std::string& line);

  MergedBefore* before_ = nullptr;
  size_t given_ = 0;
  size_t unreadable_ = 0;
  std::vector<GraphInput> graphs_;
  std::vector<GraphInput> parts_;  // of the sum that are graphs, or replaced one; no run is in two of them
  std::map<trace::Uuid, TraceInput> traces_;
};

}  // namespace flowlog::cli
