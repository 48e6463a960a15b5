// outcome.h: how a call ended.
#pragma once

#include <cstddef>
#include <cstdint>

namespace flowlog::graph {

enum class Outcome : uint8_t { kSuccess, kError, kPartial, kAbandoned };
inline constexpr size_t kOutcomes = 4;
const char* name_of(Outcome outcome);

}  // namespace flowlog::graph
