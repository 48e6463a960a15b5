// render.h: a graph in any of the formats, small enough to be read.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "graph/diff.h"
#include "graph/graph.h"
#include "graph/session_timeline.h"
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

// The timelines of those of these sessions that can be had.
using FindSessions = std::function<std::vector<graph::SessionTimeline>(const std::set<std::string>& ids)>;

// `changes`, if there are any, are marked in pictures. `find_sessions` is called for a page only; null: it
// shows none. Throws Error as graph::view and render::draw do.
Rendered render(const graph::Graph& graph, Format format, graph::ViewOptions options, GroupBy group_by,
                const graph::Diff* changes = nullptr, const FindSessions& find_sessions = nullptr);

}  // namespace flowlog::render
