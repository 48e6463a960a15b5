// edge_index.h: numbers edges as they are first seen. Asked once for every call, so it is a plain hash table
// with the last answer for each callee before it.
#pragma once

#include <cstdint>
#include <vector>

#include "graph/graph.h"
#include "graph/tree_hash.h"

namespace flowlog::graph {

struct EdgeNumbers {
  uint32_t from, to;  // numbers of nodes, below 2^24
  Outcome branch;
};

class EdgeIndex {
 public:
  // From 0, without gaps; a fresh edge has the number of edges before it.
  uint32_t number_of(const EdgeNumbers& edge) {
    const uint64_t key = (uint64_t{edge.from} << 26 | uint64_t{edge.to} << 2 | uint64_t(edge.branch)) + 1;
    if (edge.to >= recent_.size()) recent_.resize(edge.to + 1);
    Slot& recent = recent_[edge.to];
    if (recent.key != key) recent = {key, find(key)};
    return recent.number;
  }

 private:
  struct Slot {
    uint64_t key = 0;  // 0: free
    uint32_t number = 0;
  };

  uint32_t find(uint64_t key) {
    if (2 * (count_ + 1) > slots_.size()) grow();
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
  std::vector<Slot> recent_;                         // by callee
  uint32_t count_ = 0;
};

}  // namespace flowlog::graph
