// errors.h: what becomes of errors, over all sessions: where they begin, how far they travel, who handles
// them, and what happens then. How that is told from calls: error_paths.h and docs/errors.md.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "graph/exemplars.h"
#include "graph/outcome.h"

namespace flowlog::graph {

// The function whose call was the first to end in it, and the branch detail, such as an exception's type.
struct ErrorOrigin {
  std::string function;
  std::string detail;
  auto operator<=>(const ErrorOrigin&) const = default;
};

// What a function did that handled errors: the call that it made next, or how it ended without any.
struct HandledErrors {
  std::map<std::string, uint64_t> then_called;  // node id -> errors
  std::array<uint64_t, kOutcomes> then_ended{};

  uint64_t count() const;
};

// Errors of one origin. Each was handled, or was not.
struct Errors {
  std::map<uint64_t, uint64_t> hops;  // callers that ended in the same error -> errors; see hops_shown
  std::map<std::string, HandledErrors> handlers;  // by node id
  uint64_t unhandled = 0;                         // no tracked function was there to handle them
  Exemplars exemplars;
  bool lower_bound = false;  // a session with the origin lost records

  uint64_t occurrences() const;
};

// Beyond 32, where only recursion leads, `hops` are told apart by powers of two.
uint64_t hops_shown(uint64_t hops);

using ErrorList = std::map<ErrorOrigin, Errors>;

// Throws std::overflow_error if a sum would wrap.
void add(ErrorList& errors, const ErrorList& others);

}  // namespace flowlog::graph
