// tests_report.h: which tests run which functions of a graph, for people and for programs.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>

#include "graph/graph.h"

namespace flowlog::render {

struct TestsReportOptions {
  std::optional<std::set<std::string>> functions = {};  // ids of those that are asked for; else all
  size_t limit = SIZE_MAX;                              // rows of each table
  bool color = false;                                   // ANSI escapes for a terminal
  size_t columns = 0;                                   // of that terminal; 0: lines have no end
};

// Functions that are asked for have all of their tests listed, others the first ones.
std::string tests_text(const graph::Graph& graph, const TestsReportOptions& options);

// As a JSON object: `tests`, all names; `functions`, each with `id`, `occurrences` and the names of its
// `tests`; `untested`, those that no test runs, with `id` and `occurrences`.
std::string tests_json(const graph::Graph& graph, const TestsReportOptions& options);

}  // namespace flowlog::render
