// fan_out.cpp: see fan_out.h. Coordinates are points (1/72 inch), as Graphviz has them after its layout.
#include "render/fan_out.h"

#include <graphviz/gvc.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

namespace flowlog::render {
namespace {

constexpr double kBetweenCurves = 10;  // of control points: curves come to lie 3/4 of it apart
constexpr double kBetweenLabels = 2;

bool coincide(const bezier& a, const bezier& b) {
  return a.size == b.size &&
         std::equal(a.list, a.list + a.size, b.list, [](const pointf& p, const pointf& q) {
           return std::abs(p.x - q.x) < 1 && std::abs(p.y - q.y) < 1;
         });
}

// `shift` times as far from where it is as its neighbour, across the direction of the whole curve. Its ends
// stay, since arrowheads and boxes are there.
void move_aside(Agedge_t* edge, double shift) {
  const bezier& curve = ED_spl(edge)->list[0];
  const pointf first = curve.list[0], last = curve.list[curve.size - 1];
  const double length = std::hypot(last.x - first.x, last.y - first.y);
  if (length == 0) return;
  const pointf across{-(last.y - first.y) / length, (last.x - first.x) / length};
  for (int i = 1; i + 1 < curve.size; ++i) {
    curve.list[i].x += across.x * kBetweenCurves * shift;
    curve.list[i].y += across.y * kBetweenCurves * shift;
  }
  if (textlabel_t* label = ED_label(edge)) {
    const double size =
        std::abs(across.x) * label->dimen.x + std::abs(across.y) * label->dimen.y + kBetweenLabels;
    label->pos.x += across.x * size * shift;
    label->pos.y += across.y * size * shift;
  }
}

// Spreads the edges of `parallel` that share a curve with each other.
void spread(std::vector<Agedge_t*> parallel) {
  while (parallel.size() > 1) {
    std::vector<Agedge_t*> together, others;
    for (Agedge_t* edge : parallel) {
      const bool same = coincide(ED_spl(edge)->list[0], ED_spl(parallel.front())->list[0]);
      (same ? together : others).push_back(edge);
    }
    for (size_t i = 0; i < together.size() && together.size() > 1; ++i) {
      move_aside(together[i], double(i) - double(together.size() - 1) / 2);
    }
    parallel = std::move(others);
  }
}

// Stacks the labels of `parallel` that would lie on each other.
void separate_labels(const std::vector<Agedge_t*>& parallel) {
  std::vector<textlabel_t*> labels;  // from below
  for (Agedge_t* edge : parallel) {
    textlabel_t* label = ED_label(edge);
    if (label == nullptr) continue;
    const auto above = [&](const textlabel_t* other) { return label->pos.y < other->pos.y; };
    labels.insert(std::find_if(labels.begin(), labels.end(), above), label);
  }
  for (size_t i = 1; i < labels.size(); ++i) {
    const textlabel_t& below = *labels[i - 1];
    textlabel_t& label = *labels[i];
    const double width = (below.dimen.x + label.dimen.x) / 2, height = (below.dimen.y + label.dimen.y) / 2;
    const bool overlap = std::abs(label.pos.x - below.pos.x) < width && label.pos.y - below.pos.y < height;
    if (overlap) label.pos.y = below.pos.y + height;
  }
}

}  // namespace

void fan_out_parallel_edges(Agraph_s* graph) {
  for (Agnode_t* node = agfstnode(graph); node != nullptr; node = agnxtnode(graph, node)) {
    std::map<uint64_t, std::vector<Agedge_t*>> by_head;
    for (Agedge_t* edge = agfstout(graph, node); edge != nullptr; edge = agnxtout(graph, edge)) {
      const bool drawn = ED_spl(edge) != nullptr && ED_spl(edge)->size == 1;
      if (drawn && aghead(edge) != node) by_head[AGSEQ(aghead(edge))].push_back(edge);
    }
    for (const auto& [head, edges] : by_head) {
      spread(edges);
      separate_labels(edges);
    }
  }
}

}  // namespace flowlog::render
