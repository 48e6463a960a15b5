// source_paths.cpp: see source_paths.h.
#include "graph/source_paths.h"

#include <algorithm>

namespace flowlog::graph {
namespace {

std::string directory_of(const std::string& file) { return file.substr(0, file.rfind('/') + 1); }

bool belongs_to_project(const std::string& file) {
  return file.starts_with('/') && !file.starts_with("/usr/");
}

}  // namespace

SourcePaths::SourcePaths(const Graph& graph) {
  bool first = true;
  for (const auto& [id, node] : graph.nodes) {
    if (!belongs_to_project(node.file)) continue;
    const std::string directory = directory_of(node.file);
    if (std::exchange(first, false)) {
      common_ = directory;
      continue;
    }
    const auto differs =
        std::mismatch(common_.begin(), common_.end(), directory.begin(), directory.end()).first;
    common_ = directory_of(std::string(common_.begin(), differs));
  }
}

std::string SourcePaths::within_project(const std::string& file) const {
  const bool inside = !common_.empty() && file.starts_with(common_) && file.size() > common_.size();
  return inside ? file.substr(common_.size()) : file;
}

}  // namespace flowlog::graph
