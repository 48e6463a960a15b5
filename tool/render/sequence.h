// sequence.h: one session as a sequence diagram of Mermaid's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "graph/graph.h"

namespace flowlog::render {

struct SequenceCall {
  static constexpr size_t kFromOutside = SIZE_MAX;

  size_t caller = kFromOutside;  // in the list of all calls, which has it before
  std::string process;           // "" if there is only one
  std::string function_name;     // qualified
  graph::Outcome outcome = graph::Outcome::kSuccess;
  std::string detail;
  uint64_t repeats = 1;
};

// Mermaid draws no more text than 50,000 characters, and nobody reads as many arrows.
inline constexpr size_t kMaxSequenceArrows = 500;

// The classes and namespaces side by side, calls from top to bottom, those made by one call in the order of
// the list; an arrow back says how a call ended if that was no success. `session` is the outermost caller's
// name. `left_out` calls are not in the list; these and what is beyond the limits is counted in a note at the
// end.
std::string sequence_diagram(const std::string& session, const std::vector<SequenceCall>& calls,
                             uint64_t left_out);

}  // namespace flowlog::render
