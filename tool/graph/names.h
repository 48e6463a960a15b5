// names.h: things that a graph knows by name, and its parts by number (tests, batches of runs). Numbers are
// given in the order in which the names came, so that adding one graph to another moves none.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "graph/test_set.h"

namespace flowlog::graph {

class Names {
 public:
  uint32_t number_of(const std::string& name) {
    const auto [at, fresh] = numbers_.try_emplace(name, uint32_t(names_.size()));
    if (fresh) names_.push_back(name);
    return at->second;
  }

  size_t size() const { return names_.size(); }
  const std::vector<std::string>& names() const { return names_; }  // by number

  // Numbers as they would be if the names had come in their order: what is written must not depend on the
  // order in which graphs were merged.
  class Sorted {
   public:
    explicit Sorted(const Names& names);
    const std::vector<std::string>& names() const { return names_; }
    std::vector<uint32_t> of(const TestSet& set) const;  // ascending
    uint32_t place_of(uint32_t number) const { return places_[number]; }

   private:
    std::vector<std::string> names_;
    std::vector<uint32_t> places_;  // by number
  };

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, uint32_t> numbers_;
};

}  // namespace flowlog::graph
