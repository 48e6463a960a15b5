// tests.cpp: see tests.h.
#include "graph/tests.h"

#include <algorithm>
#include <numeric>

namespace flowlog::graph {

Tests::Sorted::Sorted(const Tests& tests) : places_(tests.size()) {
  std::vector<uint32_t> order(tests.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(),
            [&](uint32_t a, uint32_t b) { return tests.names_[a] < tests.names_[b]; });
  for (const uint32_t number : order) {
    places_[number] = uint32_t(names_.size());
    names_.push_back(tests.names_[number]);
  }
}

std::vector<uint32_t> Tests::Sorted::of(const TestSet& set) const {
  std::vector<uint32_t> tests;
  set.for_each([&](uint32_t number) { tests.push_back(places_[number]); });
  std::sort(tests.begin(), tests.end());
  return tests;
}

}  // namespace flowlog::graph
