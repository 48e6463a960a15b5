// errors.cpp: see errors.h.
#include "graph/errors.h"

#include <bit>
#include <numeric>

#include "graph/checked_sum.h"

namespace flowlog::graph {

uint64_t HandledErrors::count() const {
  uint64_t errors = std::accumulate(then_ended.begin(), then_ended.end(), uint64_t{0});
  for (const auto& [callee, times] : then_called) errors += times;
  return errors;
}

uint64_t Errors::occurrences() const {
  uint64_t errors = 0;
  for (const auto& [far, times] : hops) errors += times;
  return errors;
}

uint64_t hops_shown(uint64_t hops) { return hops <= 32 ? hops : std::bit_floor(hops); }

void add(ErrorList& errors, const ErrorList& others) {
  for (const auto& [origin, other] : others) {
    Errors& sum = errors[origin];
    uint64_t occurrences = sum.occurrences();
    add_to(occurrences, other.occurrences());  // so that no part of it wraps
    for (const auto& [hops, times] : other.hops) sum.hops[hops] += times;
    for (const auto& [handler, handled] : other.handlers) {
      HandledErrors& all = sum.handlers[handler];
      for (const auto& [callee, times] : handled.then_called) all.then_called[callee] += times;
      for (size_t i = 0; i < kOutcomes; ++i) all.then_ended[i] += handled.then_ended[i];
    }
    sum.unhandled += other.unhandled;
    sum.exemplars.add(other.exemplars);
    sum.lower_bound |= other.lower_bound;
  }
}

}  // namespace flowlog::graph
