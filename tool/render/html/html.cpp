// html.cpp: see html.h.
#include "render/html/html.h"

#include "render/html/packed_text.h"
#include "render/html/page_data.h"

namespace flowlog::render {

std::string to_html(const graph::Graph& graph, GroupBy group_by,
                    const std::vector<graph::SessionTimeline>& sessions) {
  std::string page(kPageHead);
  page += packed_text(page_data(graph, group_by, sessions));
  page += kPageTail;
  return page;
}

std::set<std::string> exemplars_for_page(const graph::Graph& graph) {
  std::set<std::string> ids;
  const auto add = [&](const graph::Exemplars& exemplars) {
    for (const std::string& id : exemplars.ids()) {
      if (ids.size() < kPageSessions) ids.insert(id);
    }
  };
  for (const auto& [origin, errors] : graph.errors) add(errors.exemplars);
  for (const auto& [key, edge] : graph.edges) {
    if (key.branch != graph::Outcome::kSuccess) add(edge.exemplars);
  }
  for (const auto& [key, edge] : graph.edges) add(edge.exemplars);
  return ids;
}

}  // namespace flowlog::render
