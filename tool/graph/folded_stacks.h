// folded_stacks.h: how much time was spent under each stack of functions, for programs that draw flame
// graphs.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "trace/trace.h"

namespace flowlog::graph {

// Stacks as such programs read them (Gregg's "collapsed" form): names from the outermost on, with a semicolon
// between two. A call stands under what called it, on whatever thread that was, and what is called deeper
// than kMaxStackDepth is added to the function there.
using FoldedStacks = std::map<std::string, uint64_t>;
inline constexpr uint32_t kMaxStackDepth = 500;

enum class Weight {
  kSelfTime,  // nanoseconds in the innermost function itself
  kCalls,     // of it
};

// Adds those of a trace. Where all have weight 0 they are left out.
void add_folded_stacks(trace::Trace& trace, Weight weight, FoldedStacks& stacks);

}  // namespace flowlog::graph
