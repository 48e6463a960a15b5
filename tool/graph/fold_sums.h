// fold_sums.h: what a fold (fold.h) has summed up. Functions and edges are numbers; names come back in the
// graph.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "graph/call_sums.h"
#include "graph/edge_index.h"
#include "graph/error_paths.h"
#include "graph/flat_histogram.h"
#include "graph/graph.h"
#include "graph/least_ids.h"
#include "graph/test_set.h"
#include "graph/texts.h"
#include "graph/variant_sums.h"
#include "trace/trace.h"

namespace flowlog::graph {

struct NodeFacts {
  std::string id;
  uint64_t remote = 0;  // the site that it stands for, if that is of another process
  bool is_destructor = false;
};

struct SiteFacts {
  uint32_t node;
  uint64_t calls = 0;
};

// What is known of an edge besides its sums.
struct EdgeFacts {
  LeastIds exemplars;
  TestSet tests;  // numbers of texts
  bool lower_bound = false;
};

struct FoldSums {
  explicit FoldSums(Workers& workers) : calls(workers) {}

  std::vector<NodeFacts> nodes;  // the first is the entry
  std::vector<SiteFacts> sites;  // by number; one more for numbers beyond the trace's table
  EdgeIndex edge_index;
  std::vector<EdgeFacts> edges;
  ParallelSums calls;                                        // by edge
  BucketPages pages;                                         // of suspended_ns
  std::unordered_map<uint32_t, FlatHistogram> suspended_ns;  // by node, of coroutines only
  std::unordered_map<uint64_t, uint64_t> details;            // edge and text -> calls
  ErrorPaths errors;
  VariantSums variants;
  TestSet tests;  // whose sessions there were; numbers of texts
};

// The graph of `sum`, which is of no use afterwards; without its run. Throws std::overflow_error.
Graph graph_of(const trace::Trace& trace, FoldSums& sum, const Texts& texts);

}  // namespace flowlog::graph
