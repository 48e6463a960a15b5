// render.h: a graph in any of the formats, small enough to be read.
#pragma once

#include <optional>
#include <string>

#include "graph/graph.h"
#include "graph/view.h"
#include "render/groups.h"

namespace flowlog::render {

enum class Format { kDot, kSvg, kPng, kPdf, kMermaid, kHtml, kJson };

struct Rendered {
  std::string bytes;
  std::string remark;  // what whoever asked should know; often empty
};

// Larger images take dot minutes, and nobody reads them. `max_edges` of the options overrides it.
inline constexpr size_t kImageMaxEdges = 600;

// Throws Error as graph::view and render::draw do.
Rendered render(const graph::Graph& graph, Format format, graph::ViewOptions options, GroupBy group_by);

}  // namespace flowlog::render
