// graph_json.h: the merged graph as a JSON file. The fields are explained in docs/graph.md.
//
// The same content gives the same bytes, whoever writes it and in whatever order it was merged: keys have a
// fixed order, lists are sorted, times are integer nanoseconds. What was written and read back writes the
// same bytes again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "graph/graph.h"

namespace flowlog::graph {

// Raised when files of the new kind would be misread by a tool that knows only the old; those of older kinds
// stay readable.
inline constexpr uint64_t kGraphFormatVersion = 2;

std::string to_json(const Graph& graph);

// So many tests are listed on a node or an edge of a graph that knows of `tests`; more are a text of bits,
// which takes a quarter of a byte for each test of the graph, whoever ran what.
constexpr size_t most_tests_in_list(size_t tests) { return tests / 16 < 64 ? 64 : tests / 16; }

// Without what differs from run to run or from machine to machine, so that it can be compared with a golden
// file: see docs/graph.md, "Structure". Numbers of calls stay.
Graph structure_of(const Graph& graph);

// The key of run `number` of a structure, whose runs have no ids. Numbers sort as their keys do.
std::string nameless_run(size_t number);

// Throws Error, naming `name` and the field, for text that is no graph of flowlog or not a consistent one.
// Takes any bytes.
Graph from_json(std::string_view text, const std::string& name);

// Reads the graph file `path`, or standard input if that is "-". Throws Error; says what to do where a trace
// is given.
Graph read_graph(const std::string& path);

}  // namespace flowlog::graph
