// least_ids.h: exemplars of a trace while it is folded: the least ids seen, which are still bytes.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "graph/exemplars.h"
#include "trace/trace.h"

namespace flowlog::graph {

class LeastIds {
 public:
  void add(const trace::Uuid& id) {
    if (count_ == ids_.size() && !(id < ids_.back())) return;
    if (std::find(ids_.begin(), ids_.begin() + count_, id) != ids_.begin() + count_) return;
    if (count_ < ids_.size()) ++count_;
    ids_[count_ - 1] = id;
    std::sort(ids_.begin(), ids_.begin() + count_);
  }
  Exemplars to_exemplars() const {
    Exemplars exemplars;
    for (size_t i = 0; i < count_; ++i) exemplars.add(trace::to_text(ids_[i]));
    return exemplars;
  }

 private:
  std::array<trace::Uuid, Exemplars::kKept> ids_{};
  uint8_t count_ = 0;
};

}  // namespace flowlog::graph
