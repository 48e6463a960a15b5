// html.cpp: see html.h.
#include "render/html/html.h"

#include "render/html/packed_text.h"
#include "render/html/page_data.h"

namespace flowlog::render {

std::string to_html(const graph::Graph& graph, GroupBy group_by) {
  std::string page(kPageHead);
  page += packed_text(page_data(graph, group_by));
  page += kPageTail;
  return page;
}

}  // namespace flowlog::render
