// columns.h: a directed graph in columns from left to right (Sugiyama, Tagawa, Toda 1981).
#pragma once

#include <cstdint>
#include <vector>

namespace flowlog::render {

struct WeightedEdge {
  uint32_t from, to;
  uint32_t weight;  // how many edges it stands for
};

// `count` items, which are numbers from 0, by column, each column from top to bottom. An edge leads to the
// right unless it closes a cycle. Items without edges fill columns of their own behind the others. What equal
// arguments give is equal.
std::vector<std::vector<uint32_t>> in_columns(uint32_t count, const std::vector<WeightedEdge>& edges);

}  // namespace flowlog::render
