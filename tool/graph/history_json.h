// history_json.h: what a graph knows by batch of runs, in its JSON; docs/graph.md, "History".
#pragma once

#include "graph/graph.h"
#include "graph/json_field.h"
#include "json_writer.h"

namespace flowlog::graph {

// Where all runs are one batch, each edge's calls are that batch's, and nothing is written.
bool writes_history(const Graph& graph);
void write_history(JsonWriter& json, const Graph& graph, const Names::Sorted& batches);
void write_counts(JsonWriter& json, const BatchCounts& counts, const Names::Sorted& batches);

// The runs of the graph have been read. The batches get the numbers of their places.
void read_history(const Field& file, Graph& graph);

// `batches`: how many there are.
BatchCounts read_counts(const Field& edge, size_t batches);

}  // namespace flowlog::graph
