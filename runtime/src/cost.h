// cost.h: what recording itself costs, so that readers can tell it from the program's own time.
#pragma once

#include <flowlog/format.h>

namespace flowlog::runtime {

// Has the hooks record some thousand empty calls into memory of its own, which takes some 30 microseconds. On
// any thread, one at a time, with signals blocked; the thread's records are as before. Not with the clock
// off.
format::CostTotals measure_cost();

}  // namespace flowlog::runtime
