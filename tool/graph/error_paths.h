// error_paths.h: errors on their way from call to call while a trace is folded; docs/errors.md says by which
// rules. What is known of an error that has arrived somewhere is forgotten but for the counts.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "graph/errors.h"
#include "graph/least_ids.h"
#include "graph/texts.h"

namespace flowlog::graph {

class ErrorPaths {
 public:
  // An error on its way; kNone where there is none. Nodes and details are the fold's numbers.
  using Error = uint32_t;
  static constexpr Error kNone = 0;

  Error begin(uint32_t node, uint32_t detail, const trace::Uuid& session_id) {
    if (free_.empty()) {
      free_.push_back(Error(open_.size()));
      open_.emplace_back();
    }
    const Error error = free_.back();
    free_.pop_back();
    Sum& sum = sums_[uint64_t{node} << 32 | detail];
    sum.exemplars.add(session_id);
    open_[error] = {&sum, detail, 0, kNobody};
    return error;
  }

  uint32_t detail(Error error) const { return open_[error].detail; }

  // Who received it ended in it too.
  void travel(Error error) {
    ++open_[error].hops;
    open_[error].then = kNobody;
  }

  // Who received it calls `node`: the first such call is what happens next.
  void called(Error error, uint32_t node) {
    if (open_[error].then == kNobody) open_[error].then = node;
  }

  // By `node`, which ended so unless it made a call before.
  void handled(Error error, uint32_t node, Outcome outcome) {
    const Open& open = open_[error];
    Handled& handled = open.sum->handlers[node];
    if (open.then == kNobody) {
      ++handled.then_ended[size_t(outcome)];
    } else {
      ++handled.then_called[open.then];
    }
    arrive(error);
  }

  void unhandled(Error error) {
    ++open_[error].sum->unhandled;
    arrive(error);
  }

  // Those that are still on their way never arrive. `name_of(node)`: its id.
  ErrorList take(const Texts& texts, const auto& name_of) {
    for (Error error = 1; error < open_.size(); ++error) {
      if (open_[error].sum != nullptr) unhandled(error);
    }
    ErrorList errors;
    for (const auto& [key, sum] : sums_) {
      Errors& named = errors[{name_of(uint32_t(key >> 32)), texts.at(uint32_t(key))}];
      named.hops = sum.hops;
      named.unhandled = sum.unhandled;
      named.exemplars = sum.exemplars.to_exemplars();
      for (const auto& [node, handled] : sum.handlers) {
        HandledErrors& by = named.handlers[name_of(node)];
        by.then_ended = handled.then_ended;
        for (const auto& [callee, times] : handled.then_called) by.then_called[name_of(callee)] = times;
      }
    }
    return errors;
  }

  // Calls of destructors are no choice of who makes them.
  static bool is_destructor(std::string_view function_name) {
    const size_t scope = function_name.rfind("::");
    return function_name.substr(scope == function_name.npos ? 0 : scope + 2).starts_with('~');
  }

 private:
  static constexpr uint32_t kNobody = UINT32_MAX;

  struct Handled {
    std::unordered_map<uint32_t, uint64_t> then_called;
    std::array<uint64_t, kOutcomes> then_ended{};
  };
  struct Sum {
    std::map<uint64_t, uint64_t> hops;
    std::unordered_map<uint32_t, Handled> handlers;
    uint64_t unhandled = 0;
    LeastIds exemplars;
  };
  struct Open {
    Sum* sum = nullptr;
    uint32_t detail = 0;
    uint64_t hops = 0;
    uint32_t then = kNobody;
  };

  void arrive(Error error) {
    Open& open = open_[error];
    ++open.sum->hops[hops_shown(open.hops)];
    open.sum = nullptr;
    free_.push_back(error);
  }

  std::unordered_map<uint64_t, Sum> sums_;  // by node and detail; its values stay where they are
  std::vector<Open> open_ = std::vector<Open>(1);
  std::vector<Error> free_;
};

}  // namespace flowlog::graph
