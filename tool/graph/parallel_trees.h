// parallel_trees.h: what runs beside a session's own calls: its coroutines, once they were suspended, and its
// branches, the work of threads that adopted a context.
//
// In which order they go on, and how that interleaves with all else, is chance. So their trees are a set,
// beside the tree of the calls that follow each other; the calls of each are in order. Equal ones count
// once, as in a loop. The set keeps the least hashes, so that a session may run for years and still be the
// same variant whatever the order of all that was.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "graph/tree_hash.h"

namespace flowlog::graph {

class ParallelTrees {
 public:
  static constexpr size_t kKept = 64;

  void clear() { trees_.clear(); }

  // `path`: the calls in the tree; equal trees have equal paths.
  void add(uint64_t tree, CallPath& path) {
    const auto at = std::lower_bound(trees_.begin(), trees_.end(), tree,
                                     [](const auto& kept, uint64_t wanted) { return kept.first < wanted; });
    if (at != trees_.end() && at->first == tree) return;
    if (trees_.size() == kKept && at == trees_.end()) return;
    trees_.emplace(at, tree, std::move(path));
    if (trees_.size() > kKept) trees_.pop_back();
  }

  // The hash of the whole, where `calls` is that of the calls which follow each other.
  uint64_t added_to(uint64_t calls) const {
    for (const auto& [tree, path] : trees_) calls = mixed(calls, tree);
    return calls;
  }

  void append_to(CallPath& path, size_t kept) const {
    for (const auto& [tree, calls] : trees_) path.append(calls, kept);
  }

 private:
  std::vector<std::pair<uint64_t, CallPath>> trees_;  // by hash, each once
};

}  // namespace flowlog::graph
