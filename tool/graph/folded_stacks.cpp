// folded_stacks.cpp: see folded_stacks.h.
#include "graph/folded_stacks.h"

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

#include "graph/call_stream.h"
#include "text.h"

namespace flowlog::graph {
namespace {

// Stacks are a tree: each is that of its caller, and one function more.
class Collector : public IgnoresThreads {
 public:
  struct CallData {
    uint32_t stack;
    int64_t children_ns;
  };
  using ShareData = uint32_t;  // stack
  struct SessionData {};

  Collector(const trace::Trace& trace, Weight weight) : trace_(trace), weight_(weight) {}

  void session_began(Session<Collector>&) {}
  void session_ended(Session<Collector>&, int64_t) {}

  void call_began(Call<Collector>& call, Call<Collector>* caller) {
    call.data = {stack_below(caller ? caller->data.stack : kNoStack, call.site), 0};
    if (weight_ == Weight::kCalls) ++stacks_[call.data.stack].weight;
  }
  void call_suspended(Call<Collector>& call, Call<Collector>* below) {
    if (below) below->data.children_ns += call.piece_ns(call.coroutine->suspended_at_ns);
  }
  void call_ended(Call<Collector>& call, Call<Collector>* below, const CallEnd& end) {
    if (weight_ != Weight::kSelfTime || !end.own_exit) return;
    const int64_t self_ns = call.running_ns(end.end_ns) - call.data.children_ns;
    stacks_[call.data.stack].weight += uint64_t(std::max<int64_t>(0, self_ns));
    if (below) below->data.children_ns += call.piece_ns(end.end_ns);
  }

  ShareData shared(const Session<Collector>&, const Call<Collector>* call) {
    return call ? call->data.stack : kNoStack;
  }
  void branch_began(Call<Collector>& borrowed, const ShareData& of) { borrowed.data = {of, 0}; }

  void add_to(FoldedStacks& sums) const {
    for (size_t stack = 0; stack < stacks_.size(); ++stack) {
      if (stacks_[stack].weight == 0) continue;
      sums[text_of(uint32_t(stack))] += stacks_[stack].weight;
    }
  }

 private:
  static constexpr uint32_t kNoStack = UINT32_MAX;
  struct Stack {
    uint32_t below;  // its caller's
    uint32_t site;
    uint32_t depth;
    uint64_t weight;
  };

  uint32_t stack_below(uint32_t callers, uint32_t site) {
    const uint32_t depth = callers == kNoStack ? 1 : stacks_[callers].depth + 1;
    if (depth > kMaxStackDepth) return callers;
    const auto [at, fresh] = known_.try_emplace(uint64_t{callers} << 32 | site, uint32_t(stacks_.size()));
    if (fresh) stacks_.push_back({callers, site, depth, 0});
    return at->second;
  }

  std::string text_of(uint32_t stack) const {
    std::vector<uint32_t> sites;
    for (; stack != kNoStack; stack = stacks_[stack].below) sites.push_back(stacks_[stack].site);
    std::string text;
    for (auto site = sites.rbegin(); site != sites.rend(); ++site) {
      std::string name = printable(trace_.sites().at(*site).description.function_name);
      std::replace(name.begin(), name.end(), ';', ':');
      text += (text.empty() ? "" : ";") + name;
    }
    return text;
  }

  const trace::Trace& trace_;
  const Weight weight_;
  std::vector<Stack> stacks_;
  std::unordered_map<uint64_t, uint32_t> known_;  // caller's stack and site -> stack
};

}  // namespace

void add_folded_stacks(trace::Trace& trace, Weight weight, FoldedStacks& stacks) {
  Collector collector(trace, weight);
  CallStream<Collector>(trace, collector).run();
  collector.add_to(stacks);
}

}  // namespace flowlog::graph
