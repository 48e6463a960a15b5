// render.cpp: see render.h.
#include "render/render.h"

#include <algorithm>

#include "graph/graph_json.h"
#include "render/dot.h"
#include "render/html/html.h"
#include "render/labels.h"
#include "render/layout.h"
#include "render/marks.h"
#include "render/mermaid.h"
#include "render/picture.h"

namespace flowlog::render {
namespace {

size_t lesser_limit(size_t asked, size_t limit) { return asked == 0 ? limit : std::min(asked, limit); }

// How a graph becomes a picture, whatever its format.
struct Drawing {
  GroupBy group_by;
  const graph::Diff* changes;

  Picture of(const graph::Graph& graph) const {
    Picture picture = picture_of(graph, group_by);
    if (changes != nullptr) mark_changes(picture, *changes);
    return picture;
  }
};

// The busiest edges that Mermaid still draws, found by halving.
Rendered render_mermaid(const graph::Graph& graph, graph::ViewOptions options, const Drawing& drawing) {
  const size_t edges_before = view(graph, options).edges.size();
  const auto chart = [&](size_t max_edges) {
    options.max_edges = max_edges;
    return to_mermaid(drawing.of(view(graph, options)));
  };
  size_t fits = 1, too_many = lesser_limit(options.max_edges, kMermaidMaxEdges) + 1;
  std::string text = chart(too_many - 1);
  if (text.size() > kMermaidMaxCharacters) {
    while (fits + 1 < too_many) {
      const size_t middle = fits + (too_many - fits) / 2;
      (chart(middle).size() <= kMermaidMaxCharacters ? fits : too_many) = middle;
    }
    text = chart(fits);
  }
  const size_t edges = view(graph, options).edges.size();
  if (edges == edges_before) return {std::move(text), ""};
  return {std::move(text), "Mermaid draws no chart of this size; the busiest " +
                               plural(edges, "edge", "edges") + " of " + count_text(edges_before) +
                               " are shown"};
}

Rendered render_image(const graph::Graph& graph, ImageFormat format, graph::ViewOptions options,
                      const Drawing& drawing) {
  Rendered result;
  if (options.max_edges == 0) {
    const size_t edges_before = view(graph, options).edges.size();
    options.max_edges = kImageMaxEdges;
    if (edges_before > kImageMaxEdges) {
      result.remark = "the busiest " + count_text(kImageMaxEdges) + " edges of " + count_text(edges_before) +
                      " are shown; --max-edges changes that";
    }
  }
  Image image = draw(to_dot(drawing.of(view(graph, options))), format);
  if (image.coarse) {
    result.remark += (result.remark.empty() ? "" : "; ") +
                     std::string("too dense for layers: laid out by forces, without frames");
  }
  result.bytes = std::move(image.bytes);
  return result;
}

Rendered render_page(const graph::Graph& graph, GroupBy group_by, const FindSessions& find_sessions) {
  if (!find_sessions) return {to_html(graph, group_by, {}), ""};
  return {to_html(graph, group_by, find_sessions(exemplars_for_page(graph))), ""};
}

}  // namespace

Rendered render(const graph::Graph& graph, Format format, graph::ViewOptions options, GroupBy group_by,
                const graph::Diff* changes, const FindSessions& find_sessions) {
  const Drawing drawing{group_by, changes};
  switch (format) {
    case Format::kDot:
      return {to_dot(drawing.of(view(graph, options))), ""};
    case Format::kSvg:
      return render_image(graph, ImageFormat::kSvg, std::move(options), drawing);
    case Format::kPng:
      return render_image(graph, ImageFormat::kPng, std::move(options), drawing);
    case Format::kPdf:
      return render_image(graph, ImageFormat::kPdf, std::move(options), drawing);
    case Format::kMermaid:
      return render_mermaid(graph, std::move(options), drawing);
    case Format::kHtml:
      return render_page(view(graph, options), group_by, find_sessions);
    case Format::kJson:
      return {to_json(view(graph, options)), ""};
  }
  return {};
}

}  // namespace flowlog::render
