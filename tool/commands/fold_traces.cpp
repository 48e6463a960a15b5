// fold_traces.cpp: see fold_traces.h. Large traces are folded one after the other, each by all workers; small
// ones side by side, one by each worker.
#include "commands/fold_traces.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <utility>

#include "commands/traces.h"
#include "error.h"
#include "graph/fold.h"
#include "trace/trace.h"

namespace flowlog::cli {
namespace {

constexpr uint64_t kLargeTraceBytes = 4u << 20;
constexpr size_t kSlotsPerThread = 4;  // so few graphs wait to be handed over

// Tells of the bytes that are read once the source has been read to its end, as it is first, to find its
// blocks.
class ToldSource final : public trace::Source {
 public:
  ToldSource(std::unique_ptr<trace::Source> source, Progress& progress)
      : Source(source->name(), source->size()), source_(std::move(source)), progress_(progress) {}

  void read(uint64_t offset, size_t count, std::string& into) const override {
    source_->read(offset, count, into);
    if (found_) progress_.add(into.size());
    if (offset + into.size() >= size()) found_ = true;
  }

 private:
  const std::unique_ptr<trace::Source> source_;
  Progress& progress_;
  mutable std::atomic<bool> found_{false};
};

FoldedTrace folded(TraceInput& input, Workers& workers, Progress& progress) {
  FoldedTrace result;
  result.name = input.name;
  try {
    trace::Trace trace(std::make_unique<ToldSource>(input.open(), progress));
    result.graph = graph::fold(trace, workers);
    result.losses = losses_of(trace);
    result.is_left_behind = trace.pool() != nullptr && trace.pool()->is_left_behind();
  } catch (const Error& bad) {
    result = {};
    result.name = input.name;
    result.unreadable = bad.what();
  }
  return result;
}

class SideBySide {
 public:
  SideBySide(std::vector<TraceInput>& inputs, Workers& workers, Progress& progress)
      : inputs_(inputs), workers_(workers), progress_(progress) {}
  ~SideBySide() {
    workers_.finish([this] {
      return std::none_of(slots_.begin(), slots_.end(), [](const Slot& slot) { return slot.busy.load(); });
    });
  }

  FoldedTrace next() {
    const size_t in_flight = kSlotsPerThread * workers_.threads();
    while (posted_ < inputs_.size() && slots_.size() < in_flight) post(inputs_[posted_++]);
    Slot& slot = slots_.front();
    if (slot.is_large) slot.result = folded(slot.input, workers_, progress_);
    workers_.help_until([&slot] { return !slot.busy.load(); });
    FoldedTrace result = std::move(slot.result);
    slots_.pop_front();
    return result;
  }

 private:
  struct Slot {
    explicit Slot(TraceInput& of) : input(of), is_large(of.bytes >= kLargeTraceBytes) {}

    TraceInput& input;
    const bool is_large;
    FoldedTrace result;
    std::atomic<bool> busy{false};  // while a task has it
  };

  void post(TraceInput& input) {
    Slot& slot = slots_.emplace_back(input);
    if (slot.is_large) return;
    slot.busy = true;
    workers_.post([&slot, &progress = progress_](unsigned) {
      const Workers::Done done(slot.busy);
      Workers alone;
      slot.result = folded(slot.input, alone, progress);
    });
  }

  std::vector<TraceInput>& inputs_;
  Workers& workers_;
  Progress& progress_;
  std::deque<Slot> slots_;  // whose results were not asked for yet
  size_t posted_ = 0;
};

}  // namespace

void fold_traces(std::vector<TraceInput> inputs, Workers& workers, Progress& progress,
                 const std::function<void(FoldedTrace)>& each) {
  SideBySide traces(inputs, workers, progress);
  for (size_t i = 0; i < inputs.size(); ++i) each(traces.next());
}

}  // namespace flowlog::cli
