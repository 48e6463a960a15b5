// diff_numbers.h: how often and how long, where both graphs have a function or an edge.
#pragma once

#include "graph/diff.h"
#include "graph/diff_evidence.h"
#include "graph/diff_match.h"

namespace flowlog::graph {

// Whether the graphs are of runs that do the same each time, as tests do: two of three edges that could tell
// have the same number of calls for each session. One that does so once in every session tells nothing.
bool is_deterministic(const Match& match, const Evidence& base, const Evidence& head);

// Both fill in the lists of their names; add_times also the pace.
void add_rates(Diff& diff, const Match& match, const Evidence& base, const Evidence& head);
void add_times(Diff& diff, const Match& match, const Evidence& base, const Evidence& head);

}  // namespace flowlog::graph
