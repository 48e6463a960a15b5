// variant_sums.h: the variants of a trace while it is folded, each with its sessions. Of more than a graph
// keeps, those with the least hashes: a choice that does not depend on the order in which they come.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "graph/graph.h"
#include "graph/tree_hash.h"
#include "trace/archive.h"

namespace flowlog::graph {

struct VariantSum {
  uint64_t sessions = 0;
  trace::Uuid exemplar{};  // the least id of them
  CallPath path;
};

class VariantSums {
 public:
  // One session more of the variant; null if that is not kept.
  VariantSum* count(uint64_t hash) {
    if (hash > greatest_kept_) {
      ++left_out_;
      return nullptr;
    }
    if (sums_.size() == 2 * Variant::kMaxKept && !sums_.contains(hash)) {
      leave_out_greatest();
      return count(hash);
    }
    VariantSum& sum = sums_[hash];
    ++sum.sessions;
    return &sum;
  }

  // Returns the sessions of those that are not kept.
  uint64_t finish() {
    if (sums_.size() > Variant::kMaxKept) leave_out_greatest();
    return left_out_;
  }

  const std::unordered_map<uint64_t, VariantSum>& kept() const { return sums_; }

 private:
  void leave_out_greatest() {
    std::vector<uint64_t> hashes;
    for (const auto& [hash, sum] : sums_) hashes.push_back(hash);
    const auto last = hashes.begin() + ptrdiff_t(Variant::kMaxKept) - 1;
    std::nth_element(hashes.begin(), last, hashes.end());
    greatest_kept_ = *last;
    std::erase_if(sums_, [this](const auto& sum) {
      if (sum.first <= greatest_kept_) return false;
      left_out_ += sum.second.sessions;
      return true;
    });
  }

  std::unordered_map<uint64_t, VariantSum> sums_;  // by hash
  uint64_t greatest_kept_ = UINT64_MAX;
  uint64_t left_out_ = 0;
};

}  // namespace flowlog::graph
