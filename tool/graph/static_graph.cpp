// static_graph.cpp: see static_graph.h.
#include "graph/static_graph.h"

#include <algorithm>
#include <set>
#include <utility>

namespace flowlog::graph {
namespace {

Node node_of(const trace::SiteDescription& site, const std::string& image) {
  Node node;
  node.function_name = site.function_name;
  node.module = site.module;
  node.file = site.file;
  node.line = site.line;
  node.image = image;
  if (!site.symbol.empty()) node.symbols[site.symbol] = 0;
  node.shapes[{site.input_shape, site.output_shape}] = 0;
  node.code_known = true;
  return node;
}

}  // namespace

StaticCalls::StaticCalls(const std::vector<Binary>& binaries) : numbers_(binaries.size()) {
  for (size_t i = 0; i < binaries.size(); ++i) add_functions(binaries[i], numbers_[i]);
  for (size_t i = 0; i < binaries.size(); ++i) resolve(binaries[i], i);
  seen_.resize(functions_.size());
}

// A tracked function without a site is one that the linker dropped: nothing calls it.
void StaticCalls::add_functions(const Binary& binary, Numbers& numbers) {
  const auto number_of = [&](uint64_t id) {
    const auto [at, fresh] = numbers.try_emplace(id, Index(functions_.size()));
    if (fresh) functions_.emplace_back();
    return at->second;
  };
  for (const trace::Site& site : binary.sites) {
    std::string& node = functions_[number_of(site.id)].node;
    if (node.empty() || site.description.id < node) node = site.description.id;
  }
  for (const trace::CallList& list : binary.calls) {
    if (list.tracked && numbers.count(list.id) == 0) continue;
    const Index number = number_of(list.id);
    for (const uint64_t method : list.answers) answers_[method].push_back(number);
  }
}

void StaticCalls::resolve(const Binary& binary, size_t number) {
  for (const trace::CallList& list : binary.calls) {
    const auto at = numbers_[number].find(list.id);
    if (at == numbers_[number].end()) continue;
    Function& function = functions_[at->second];
    for (const uint64_t id : list.calls) {
      for (const Index target : targets_of(id, number)) function.calls.push_back(target);
    }
    for (const uint64_t method : list.virtual_calls) {
      const auto answers = answers_.find(method);
      if (answers == answers_.end()) continue;
      function.virtual_calls.insert(function.virtual_calls.end(), answers->second.begin(),
                                    answers->second.end());
    }
  }
}

std::vector<StaticCalls::Index> StaticCalls::targets_of(uint64_t id, size_t from_binary) const {
  if (const auto own = numbers_[from_binary].find(id); own != numbers_[from_binary].end())
    return {own->second};
  std::vector<Index> targets;
  for (const Numbers& numbers : numbers_) {
    if (const auto at = numbers.find(id); at != numbers.end()) targets.push_back(at->second);
  }
  return targets;
}

// Goes on from functions that are not tracked. Virtual calls are followed in a second walk, so that what is
// also reached without them is found by the first.
void StaticCalls::walk(std::vector<Index> waiting, bool through_virtual, std::map<std::string, bool>& found) {
  while (!waiting.empty()) {
    const Index at = waiting.back();
    waiting.pop_back();
    if (seen_[at]) continue;
    seen_[at] = true;
    const Function& function = functions_[at];
    if (!function.node.empty()) {
      found.try_emplace(function.node, through_virtual);
      continue;
    }
    waiting.insert(waiting.end(), function.calls.begin(), function.calls.end());
    auto& to = through_virtual ? waiting : virtual_targets_;
    to.insert(to.end(), function.virtual_calls.begin(), function.virtual_calls.end());
  }
}

std::map<std::string, bool> StaticCalls::of(size_t binary, uint64_t site) {
  std::map<std::string, bool> found;
  const auto at = numbers_[binary].find(site);
  if (at == numbers_[binary].end()) return found;
  const Function& function = functions_[at->second];
  std::fill(seen_.begin(), seen_.end(), false);
  virtual_targets_ = function.virtual_calls;
  walk(function.calls, /*through_virtual=*/false, found);
  walk(std::exchange(virtual_targets_, {}), /*through_virtual=*/true, found);
  return found;
}

Graph static_graph(const std::vector<Binary>& binaries) {
  Graph graph;
  StaticCalls calls(binaries);
  for (size_t i = 0; i < binaries.size(); ++i) {
    for (const trace::Site& site : binaries[i].sites) {
      Graph part;
      Node& node = part.nodes[site.description.id] = node_of(site.description, binaries[i].path);
      node.sites.insert(site.id);
      add(graph, part, binaries[i].path, binaries[i].path);
    }
  }
  for (size_t i = 0; i < binaries.size(); ++i) {
    for (const trace::Site& site : binaries[i].sites) {
      for (const auto& [callee, is_virtual] : calls.of(i, site.id)) {
        const auto [at, fresh] = graph.edges.try_emplace({site.description.id, callee, Outcome::kSuccess});
        Edge& edge = at->second;
        edge.static_only = true;
        edge.is_virtual = is_virtual && (fresh || edge.is_virtual);
      }
    }
  }
  return graph;
}

}  // namespace flowlog::graph
