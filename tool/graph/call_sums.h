// call_sums.h: what is summed up of calls that ended, edge by edge. Who sums needs to know nothing else of
// the calls, so that several threads can do it, each for a part of them, in any order.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "graph/flat_histogram.h"
#include "workers.h"

namespace flowlog::graph {

struct EndedCall {
  uint64_t running_ns;
  uint64_t self_ns;
  uint32_t edge;
  bool timed;  // else both times say nothing
};

// Of one edge.
struct EdgeSums {
  uint64_t calls = 0;
  uint64_t self_ns = 0;
  FlatHistogram duration_ns;
};

class CallSums {
 public:
  void add(std::span<const EndedCall> calls) {
    for (const EndedCall& call : calls) {
      EdgeSums& edge = at(call.edge);
      ++edge.calls;
      if (!call.timed) continue;
      edge.self_ns += call.self_ns;
      edge.duration_ns.add(call.running_ns, pages_);
    }
  }

  void add(const CallSums& other) {
    for (uint32_t number = 0; number < other.edges_.size(); ++number) {
      const EdgeSums& from = other.edges_[number];
      EdgeSums& edge = at(number);
      edge.calls += from.calls;
      edge.self_ns += from.self_ns;
      edge.duration_ns.add(from.duration_ns, other.pages_, pages_);
    }
  }

  EdgeSums& at(uint32_t edge) {
    if (edge >= edges_.size()) edges_.resize(edge + 1);
    return edges_[edge];
  }
  const BucketPages& pages() const { return pages_; }  // of the durations

 private:
  std::vector<EdgeSums> edges_;  // by number
  BucketPages pages_;
};

// The sums of calls that one thread tells of, made by all of `workers`.
class ParallelSums {
 public:
  explicit ParallelSums(Workers& workers)
      : workers_(workers),
        sums_(workers.threads()),
        batches_(kBatchesPerThread * (workers.threads() - 1) + 1) {
    for (auto& batch : batches_) batch = std::make_unique<Batch>();
    filling_ = batches_.front().get();
  }
  ~ParallelSums() {
    workers_.finish([this] { return is_idle(); });
  }

  void add(const EndedCall& call) {
    filling_->calls[filling_->count++] = call;
    if (filling_->count == kBatch) hand_over();
  }

  // Nothing is added any more.
  void finish() {
    workers_.help_until([this] { return is_idle(); });
    sums_.front().add({filling_->calls.data(), filling_->count});
    filling_->count = 0;
    for (size_t i = 1; i < sums_.size(); ++i) sums_.front().add(sums_[i]);
  }

  // When it has finished.
  const EdgeSums& at(uint32_t edge) { return sums_.front().at(edge); }
  const BucketPages& pages() const { return sums_.front().pages(); }

 private:
  static constexpr size_t kBatch = 4096;
  static constexpr size_t kBatchesPerThread = 4;

  struct Batch {
    std::array<EndedCall, kBatch> calls;
    size_t count = 0;
    std::atomic<bool> busy{false};  // while a task has it
  };

  // Not inlined, so that add() stays small: it runs for every call, this one seldom.
  [[gnu::noinline]] void hand_over() {
    Batch& batch = *filling_;
    if (workers_.threads() == 1) {
      sums_.front().add(batch.calls);
    } else {
      batch.busy = true;
      workers_.post([this, &batch](unsigned worker) {
        const Workers::Done done(batch.busy);
        sums_[worker].add(batch.calls);
      });
      next_ = (next_ + 1) % batches_.size();
      filling_ = batches_[next_].get();
      if (filling_->busy.load()) workers_.help_until([this] { return !filling_->busy.load(); });
    }
    filling_->count = 0;
  }

  bool is_idle() const {
    return std::none_of(batches_.begin(), batches_.end(),
                        [](const auto& batch) { return batch->busy.load(); });
  }

  Workers& workers_;
  std::vector<CallSums> sums_;                   // by worker
  std::vector<std::unique_ptr<Batch>> batches_;  // a ring
  Batch* filling_;
  size_t next_ = 0;  // that one's place
};

}  // namespace flowlog::graph
