// groups.cpp: see groups.h.
#include "render/groups.h"

#include <iterator>
#include <map>
#include <utility>

#include "graph/source_paths.h"
#include "text.h"

namespace flowlog::render {
namespace {

constexpr size_t kNameLimit = 60;  // characters

// A frame while it is filled: parts of its name are keys, so that everything is in order.
struct Tree {
  std::vector<std::string> ids;
  std::map<std::string, Tree> inner;
};

std::vector<std::string> split(const std::string& text, const std::string& separator) {
  std::vector<std::string> parts;
  for (size_t start = 0; start < text.size();) {
    const size_t end = std::min(text.find(separator, start), text.size());
    if (end > start) parts.push_back(text.substr(start, end - start));
    start = end + separator.size();
  }
  return parts;
}

Group finish(std::string name, Tree tree, const std::string& separator) {
  while (!name.empty() && tree.ids.empty() && tree.inner.size() == 1) {
    auto only = tree.inner.extract(tree.inner.begin());
    name += separator + only.key();
    tree = std::move(only.mapped());
  }
  Group group{shortened(printable(name), kNameLimit), std::move(tree.ids), {}};
  for (auto& [inner_name, inner] : tree.inner)
    group.groups.push_back(finish(inner_name, std::move(inner), separator));
  return group;
}

std::string directory_of(const std::string& file) {
  const size_t slash = file.rfind('/');
  return slash == std::string::npos ? "" : file.substr(0, slash);
}

}  // namespace

Group group_nodes(const graph::Graph& graph, GroupBy by) {
  const graph::SourcePaths paths(graph);
  const std::string separator = by == GroupBy::kNamespace ? "::" : "/";
  Tree tree;
  for (const auto& [id, node] : graph.nodes) {
    std::vector<std::string> way;
    switch (by) {
      case GroupBy::kNamespace:
        way = split(node.module, "::");
        break;
      case GroupBy::kDirectory:
        way = split(directory_of(paths.within_project(node.file)), "/");
        break;
      case GroupBy::kFile:
        way = {paths.within_project(node.file)};
        break;
      case GroupBy::kImage:
        way = {node.image.substr(node.image.rfind('/') + 1)};
        break;
    }
    Tree* at = &tree;
    for (const std::string& part : way) {
      if (!part.empty()) at = &at->inner[part];
    }
    at->ids.push_back(id);
  }
  return finish("", std::move(tree), separator);
}

}  // namespace flowlog::render
