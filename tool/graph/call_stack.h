// call_stack.h: the open calls of one thread, innermost last.
//
// Where enters were lost, one entry stands for all calls of which no more is known than that they are open.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "graph/open_calls.h"

namespace flowlog::graph {

template <class Sink>
class CallStack {
 public:
  bool empty() const { return calls_.empty(); }
  size_t entries() const { return calls_.size(); }
  uint64_t depth() const { return depth_; }  // open calls, those whose enters were lost too

  Call<Sink>& innermost() { return calls_.back(); }

  // Null if there is none, or nothing is known of it.
  Call<Sink>* known_innermost() { return known(1); }
  Call<Sink>* below_innermost() { return known(2); }

  Call<Sink>& push(Call<Sink>&& call) {
    depth_ += call.depth;
    if (counting_) ++open_[call.site];
    return calls_.emplace_back(std::move(call));
  }

  void pop() {
    depth_ -= calls_.back().depth;
    if (counting_) --open_[calls_.back().site];
    calls_.pop_back();
  }

  // The innermost entry stands for `calls` fewer, and at least for one.
  void shrink(uint64_t calls) {
    calls_.back().depth -= uint32_t(calls);
    depth_ -= calls;
  }

  bool innermost_matches(uint32_t site) const {
    return !calls_.empty() && (calls_.back().site == site || calls_.back().site == Call<Sink>::kEnterLost);
  }

  // Whether some open call matches `site`. Asked only when the innermost does not, which is rare in honest
  // traces; from then on the open calls are counted, so that a hostile trace can't make each answer a search
  // of the whole stack.
  bool is_open(uint32_t site) {
    if (!counting_) {
      counting_ = true;
      for (const Call<Sink>& call : calls_) ++open_[call.site];
    }
    const auto open = [this](uint32_t which) {
      const auto found = open_.find(which);
      return found != open_.end() && found->second != 0;
    };
    return open(site) || open(Call<Sink>::kEnterLost);
  }

 private:
  Call<Sink>* known(size_t from_top) {
    if (calls_.size() < from_top) return nullptr;
    Call<Sink>& call = calls_[calls_.size() - from_top];
    return call.is_known() ? &call : nullptr;
  }

  uint64_t depth_ = 0;
  std::vector<Call<Sink>> calls_;
  bool counting_ = false;
  std::unordered_map<uint32_t, size_t> open_;  // by site, while counting
};

}  // namespace flowlog::graph
