// merge_inputs.cpp: see merge_inputs.h.
#include "commands/merge_inputs.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include "commands/traces.h"
#include "error.h"
#include "graph/fold.h"
#include "graph/graph_json.h"

namespace flowlog::cli {
namespace {

// A graph starts with a brace, perhaps after blanks; whatever else it is, a trace is what was expected.
bool looks_like_a_graph(const trace::Source& source) {
  std::string start;
  source.read(0, 64, start);
  const size_t first = start.find_first_not_of(" \t\r\n");
  return first != std::string::npos && start[first] == '{';
}

trace::Uuid trace_of(const trace::Source& source) {
  const auto header = trace::read_file_header(source);
  trace::Uuid id;
  std::copy(std::begin(header.trace), std::end(header.trace), id.begin());
  return id;
}

// Of two copies of a trace, whether `a` tells more: copies that were taken while the program ran lack its
// end.
bool tells_more(const trace::Source& a, const trace::Source& b) {
  const auto rank = [](const trace::Source& source) {
    const trace::Archive archive = trace::scan_archive(source);
    uint64_t whole_bytes = 0;
    for (const trace::Block& block : archive.blocks) whole_bytes += block.end() - block.offset;
    return std::make_tuple(archive.closed, whole_bytes);
  };
  return rank(a) > rank(b);
}

}  // namespace

void MergeInputs::count_unreadable(const std::string& why) {
  ++unreadable_;
  say(why);
}

void MergeInputs::add(const std::string& input) {
  std::vector<std::string> files;
  try {
    files = files_of(input);
  } catch (const Error& bad) {
    ++given_;
    return count_unreadable(bad.what());
  }
  for (const std::string& file : files) {
    ++given_;
    try {
      add_file(file);
    } catch (const Error& bad) {
      count_unreadable(bad.what());
    }
  }
}

void MergeInputs::add_file(const std::string& file) {
  auto source = trace::open_input(file);
  if (!looks_like_a_graph(*source)) return add_trace(std::move(source));
  std::string text;
  source->read(0, size_t(source->size()), text);
  graphs_.push_back({source->name(), graph::from_json(text, source->name())});
}

void MergeInputs::add_trace(std::unique_ptr<trace::Source> source) {
  std::unique_ptr<trace::Source>& known = traces_[trace_of(*source)];
  if (known == nullptr) {
    known = std::move(source);
    return;
  }
  if (tells_more(*source, *known)) known.swap(source);
  say(source->name() + ": is the same trace as " + known->name() + " and counts once");
}

graph::Graph MergeInputs::merge() {
  // Graphs of more runs first: a smaller one that they contain adds nothing, and is no overlap.
  std::sort(graphs_.begin(), graphs_.end(), [](const GraphInput& a, const GraphInput& b) {
    return std::make_tuple(b.graph.runs.size(), std::string_view(a.name)) <
           std::make_tuple(a.graph.runs.size(), std::string_view(b.name));
  });
  graph::Graph sum;
  std::map<std::string, std::string> origin;  // run -> input
  const auto add = [&](const graph::Graph& graph, const std::string& name) {
    std::string overlapping = name;
    for (const auto& [run, facts] : graph.runs) {
      const auto known = origin.find(run);
      if (known != origin.end()) overlapping = known->second;
    }
    if (!graph::add(sum, graph, overlapping, name))
      say(name + ": holds nothing that " + overlapping + " does not hold");
    for (const auto& [run, facts] : graph.runs) origin.emplace(run, name);
  };
  for (const GraphInput& input : graphs_) add(input.graph, input.name);
  graphs_.clear();

  for (auto& [id, source] : traces_) {
    const std::string name = source->name();
    try {
      trace::Trace trace(std::move(source));
      const graph::Graph graph = graph::fold(trace);
      report_losses(trace);
      add(graph, name);
    } catch (const Error& bad) {
      count_unreadable(bad.what());
    }
  }
  traces_.clear();
  return sum;
}

}  // namespace flowlog::cli
