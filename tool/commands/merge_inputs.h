// merge_inputs.h: what `flowlog merge` is given, sorted out so that its order makes no difference.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "graph/graph.h"
#include "trace/trace.h"

namespace flowlog::cli {

// A trace that is given twice counts once, and of two copies of different length the longer one. A trace
// that a graph holds already adds nothing; one that it holds an earlier part of takes its place.
class MergeInputs {
 public:
  // A trace, a directory of them, a graph or "-". What can't be read is counted, with a line on stderr.
  void add(const std::string& input);

  // The sum of everything that was added. Throws Error for graphs that overlap in part. Call it once.
  graph::Graph merge();

  size_t given() const { return given_; }  // files, and inputs that are none
  size_t unreadable() const { return unreadable_; }

 private:
  struct GraphInput {
    std::string name;
    graph::Graph graph;
  };

  void add_file(const std::string& file);
  void add_trace(std::unique_ptr<trace::Source> source);
  void add_part(GraphInput input);
  void count_unreadable(const std::string& why);

  size_t given_ = 0;
  size_t unreadable_ = 0;
  std::vector<GraphInput> graphs_;
  std::vector<GraphInput> parts_;  // of the sum that are graphs, or replaced one; no run is in two of them
  std::map<trace::Uuid, std::unique_ptr<trace::Source>> traces_;
};

}  // namespace flowlog::cli
