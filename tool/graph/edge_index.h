// edge_index.h: numbers edges as they are first seen. Caller and callee are looked up as a call begins, in a
// plain hash table whose first probe is nearly always the answer; which of the pair's edges it is, when it
// has ended.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "graph/graph.h"
#include "graph/tree_hash.h"

namespace flowlog::graph {

struct EdgeNumbers {
  uint32_t from, to;  // numbers of nodes, below 2^24
  Outcome branch;
};

// Numbers pairs of nodes, from 0 and without gaps; a fresh pair has the number of pairs before it.
class PairIndex {
 public:
  uint32_t number_of(uint32_t from, uint32_t to) {
    const uint64_t key = (uint64_t{from} << 32 | to) + 1;
    const Slot& likely = slots_[mixed(0, key) & (slots_.size() - 1)];
    return likely.key == key ? likely.number : find(key);
  }

 private:
  struct Slot {
    uint64_t key = 0;  // 0: free
    uint32_t number = 0;
  };

  uint32_t find(uint64_t key) {
    if (4 * (count_ + 1) > slots_.size()) grow();
    Slot& slot = slot_for(key);
    if (slot.key == 0) slot = {key, count_++};
    return slot.number;
  }

  Slot& slot_for(uint64_t key) {
    size_t at = mixed(0, key) & (slots_.size() - 1);
    while (slots_[at].key != 0 && slots_[at].key != key) at = (at + 1) & (slots_.size() - 1);
    return slots_[at];
  }

  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.key != 0) slot_for(slot.key) = slot;
    }
  }

  std::vector<Slot> slots_ = std::vector<Slot>(64);  // a power of two
  uint32_t count_ = 0;
};

class EdgeIndex {
 public:
  uint32_t pair_of(uint32_t from, uint32_t to) {
    const uint32_t pair = pairs_.number_of(from, to);
    if (pair == nodes_of_.size()) {
      nodes_of_.push_back({from, to});
      edges_of_.push_back({});
    }
    return pair;
  }
  uint32_t caller_in(uint32_t pair) const { return nodes_of_[pair].first; }

  // From 0, without gaps; a fresh edge has the number of edges before it.
  uint32_t number_of(uint32_t pair, Outcome branch) {
    uint32_t& number = edges_of_[pair][size_t(branch)];
    if (number == 0) {
      edges_.push_back({nodes_of_[pair].first, nodes_of_[pair].second, branch});
      number = uint32_t(edges_.size());
    }
    return number - 1;
  }

  const std::vector<EdgeNumbers>& edges() const { return edges_; }  // by number

 private:
  PairIndex pairs_;
  std::vector<std::pair<uint32_t, uint32_t>> nodes_of_;  // by pair
  std::vector<std::array<uint32_t, kOutcomes>>
      edges_of_;  // by pair; one more than the edge's number, 0: none yet
  std::vector<EdgeNumbers> edges_;
};

}  // namespace flowlog::graph
