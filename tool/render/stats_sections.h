// stats_sections.h: parts of the statistics for people; stats_text.cpp puts them together.
#pragma once

#include <cstddef>
#include <string>

#include "graph/stats.h"
#include "render/report.h"

namespace flowlog::render {

inline constexpr size_t kNameLimit = 56;    // characters of a name in a table
inline constexpr size_t kDetailLimit = 72;  // of a list of details, of a shape

// The first calls, and how many there are besides.
std::string path_text(const graph::Graph& graph, const graph::FrequentPath& path);

// Each adds what it has, in tables of at most `limit` entries.
void add_errors(Report& report, const graph::Graph& graph, size_t limit);
void add_drift(Report& report, const graph::Graph& graph, size_t limit);
void add_rare_variants(Report& report, const graph::Graph& graph, size_t limit);

}  // namespace flowlog::render
