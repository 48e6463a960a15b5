// names.cpp: see names.h.
#include "graph/names.h"

#include <algorithm>
#include <numeric>

namespace flowlog::graph {

Names::Sorted::Sorted(const Names& names) : places_(names.size()) {
  std::vector<uint32_t> order(names.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(),
            [&](uint32_t a, uint32_t b) { return names.names_[a] < names.names_[b]; });
  for (const uint32_t number : order) {
    places_[number] = uint32_t(names_.size());
    names_.push_back(names.names_[number]);
  }
}

std::vector<uint32_t> Names::Sorted::of(const TestSet& set) const {
  std::vector<uint32_t> tests;
  set.for_each([&](uint32_t number) { tests.push_back(places_[number]); });
  std::sort(tests.begin(), tests.end());
  return tests;
}

}  // namespace flowlog::graph
