// diff_shapes.h: two shapes, field by field.
#pragma once

#include <string>
#include <vector>

#include "graph/graph.h"

namespace flowlog::graph {

// `path` as in a program: "order.lines[].price", "return". `base` and `head` are shapes as JSON text; ""
// where the field is in one of them only.
struct FieldChange {
  std::string path, base, head;
};

// In the order of the fields. Shapes that are no JSON, which no graph has, differ as a whole.
std::vector<FieldChange> differing_fields(const ShapePair& base, const ShapePair& head);

}  // namespace flowlog::graph
