// html.h: a graph as one page that people explore: docs/page.md.
//
// The page needs nothing but itself: no network, no server. Its content security policy lets it run only the
// script and the style that were built into flowlog, whatever names the graph has.
#pragma once

#include <string>
#include <string_view>

#include "graph/graph.h"
#include "render/groups.h"

namespace flowlog::render {

std::string to_html(const graph::Graph& graph, GroupBy group_by);

// The page before and after the place of its data; made by bundle.mjs from page/ when flowlog is built.
extern const std::string_view kPageHead, kPageTail;

}  // namespace flowlog::render
