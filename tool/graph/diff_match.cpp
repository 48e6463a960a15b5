// diff_match.cpp: see diff_match.h.
#include "graph/diff_match.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace flowlog::graph {
namespace {

using Renamed = std::unordered_map<std::string_view, std::string_view>;  // id in base -> id in head

// `id` without the path that tells functions of internal linkage apart.
std::string_view without_path(std::string_view id) {
  return id.ends_with(']') ? id.substr(0, id.rfind(" [")) : id;
}

// Pairs up those of `nodes` that are in one graph only and alone there in having what `name_of` says.
template <class NameOf>
void pair_up(std::vector<MatchedNode>& nodes, Renamed& renamed, NameOf name_of) {
  struct Bearers {
    MatchedNode* base = nullptr;
    MatchedNode* head = nullptr;
    size_t bases = 0, heads = 0;
  };
  std::map<std::string_view, Bearers> by_name;
  for (MatchedNode& node : nodes) {
    if ((node.base == nullptr) == (node.head == nullptr)) continue;
    Bearers& bearers = by_name[name_of(*(node.base ? node.base : node.head))];
    if (node.base) {
      bearers.base = &node;
      ++bearers.bases;
    } else {
      bearers.head = &node;
      ++bearers.heads;
    }
  }
  for (const auto& [name, bearers] : by_name) {
    if (bearers.bases != 1 || bearers.heads != 1) continue;
    renamed.emplace(bearers.base->base->first, bearers.head->head->first);
    bearers.head->base = std::exchange(bearers.base->base, nullptr);
  }
}

struct Directed {
  std::string_view from, to;
  EdgeEntry edge;
  auto key() const { return std::tie(from, to, edge->first.remote); }
  bool operator<(const Directed& other) const { return key() < other.key(); }
};

std::vector<Directed> edges_of(const Graph& graph, const Renamed& renamed) {
  const auto name = [&](const std::string& id) {
    const auto at = renamed.find(id);
    return at == renamed.end() ? std::string_view(id) : at->second;
  };
  std::vector<Directed> edges;
  edges.reserve(graph.edges.size());
  for (const auto& entry : graph.edges)
    edges.push_back({name(entry.first.from), name(entry.first.to), &entry});
  std::stable_sort(edges.begin(), edges.end());
  return edges;
}

}  // namespace

Match match(const Graph& base, const Graph& head) {
  Match match;
  auto of_base = base.nodes.begin();
  auto of_head = head.nodes.begin();
  while (of_base != base.nodes.end() || of_head != head.nodes.end()) {
    const bool take_base =
        of_head == head.nodes.end() || (of_base != base.nodes.end() && of_base->first <= of_head->first);
    const bool take_head =
        of_base == base.nodes.end() || (of_head != head.nodes.end() && of_head->first <= of_base->first);
    match.nodes.push_back({take_base ? &*of_base++ : nullptr, take_head ? &*of_head++ : nullptr});
  }

  Renamed renamed;
  pair_up(match.nodes, renamed, [](const auto& entry) { return without_path(entry.first); });
  pair_up(match.nodes, renamed,
          [](const auto& entry) { return std::string_view(entry.second.function_name); });
  std::erase_if(match.nodes, [](const MatchedNode& node) { return !node.base && !node.head; });
  for (const MatchedNode& node : match.nodes) {
    if (node.base && node.head && node.base->first != node.head->first)
      match.signatures.push_back({node.base->first, node.head->first});
  }

  const std::vector<Directed> base_edges = edges_of(base, renamed), head_edges = edges_of(head, {});
  auto a = base_edges.begin();
  auto b = head_edges.begin();
  while (a != base_edges.end() || b != head_edges.end()) {
    const Directed& least = b == head_edges.end() || (a != base_edges.end() && *a < *b) ? *a : *b;
    MatchedPair pair{{std::string(least.from), std::string(least.to), least.edge->first.remote}};
    const auto key = least.key();
    for (; a != base_edges.end() && a->key() == key; ++a) pair.base[size_t(a->edge->first.branch)] = a->edge;
    for (; b != head_edges.end() && b->key() == key; ++b) pair.head[size_t(b->edge->first.branch)] = b->edge;
    match.pairs.push_back(std::move(pair));
  }
  return match;
}

}  // namespace flowlog::graph
