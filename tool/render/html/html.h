// html.h: a graph as one page that people explore: docs/page.md.
//
// The page needs nothing but itself: no network, no server. Its content security policy lets it run only the
// script and the style that were built into flowlog, whatever names the graph has.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "graph/graph.h"
#include "graph/session_timeline.h"
#include "render/groups.h"

namespace flowlog::render {

// `sessions`: timelines of the graph's exemplars, by session.
std::string to_html(const graph::Graph& graph, GroupBy group_by,
                    const std::vector<graph::SessionTimeline>& sessions);

// The exemplars of which a page should have the timelines, those of what failed first.
inline constexpr size_t kPageSessions = 40;
std::set<std::string> exemplars_for_page(const graph::Graph& graph);

// The page before and after the place of its data; made by bundle.mjs from page/ when flowlog is built.
extern const std::string_view kPageHead, kPageTail;

}  // namespace flowlog::render
