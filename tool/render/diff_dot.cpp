// diff_dot.cpp: what changed, as a picture; see diff_report.h.
#include "graph/diff_graph.h"
#include "render/diff_report.h"
#include "render/dot.h"
#include "render/marks.h"
#include "render/mermaid.h"
#include "render/picture.h"

namespace flowlog::render {
namespace {

constexpr size_t kDotMost = 400;  // edges; more are no picture any more
constexpr size_t kChartMost = 60;

Picture changes(const graph::Graph& base, const graph::Graph& head, const graph::Diff& diff,
                size_t max_edges) {
  const graph::Graph both = graph::with_what_is_gone(base, head, diff);
  Picture picture = picture_of(graph::changed_part(both, diff, max_edges), GroupBy::kNamespace);
  mark_changes(picture, diff);
  picture.title = "What changed: " + diff_summary(diff_sections(diff, 40));
  return picture;
}

}  // namespace

std::string diff_dot(const graph::Graph& base, const graph::Graph& head, const graph::Diff& diff) {
  return to_dot(changes(base, head, diff, kDotMost));
}

std::string diff_chart(const graph::Graph& base, const graph::Graph& head, const graph::Diff& diff) {
  const Picture picture = changes(base, head, diff, kChartMost);
  return picture.boxes.empty() ? "" : to_mermaid(picture);
}

}  // namespace flowlog::render
