// errors_json.h: what becomes of errors, in the JSON of a graph; docs/graph.md, "Errors".
#pragma once

#include "graph/errors.h"
#include "graph/json_field.h"
#include "json_writer.h"

namespace flowlog::graph {

void write_errors(JsonWriter& json, const ErrorList& errors, bool with_exemplars);
ErrorList read_errors(const Field& field);

}  // namespace flowlog::graph
