// merge_inputs.cpp: see merge_inputs.h.
#include "commands/merge_inputs.h"

#include <algorithm>
#include <ctime>
#include <tuple>
#include <utility>
#include <vector>

#include "commands/traces.h"
#include "error.h"
#include "graph/graph_json.h"
#include "trace/orphans.h"
#include "trace/seal.h"

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
// end. Of copies that are damaged in different places one is as good as the other; the checksums see to it
// that the same one is taken whichever comes first.
bool tells_more(TraceInput& a, TraceInput& b) {
  const auto rank = [](TraceInput& input) {
    const std::unique_ptr<trace::Source> file = input.opened ? nullptr : input.open();
    const trace::Archive archive = trace::scan_archive(file ? *file : *input.opened);
    uint64_t whole_bytes = 0;
    std::vector<uint32_t> checksums;
    for (const trace::Block& block : archive.blocks) {
      whole_bytes += block.end() - block.offset;
      checksums.push_back(block.header.crc32c);
    }
    return std::make_tuple(archive.closed, whole_bytes, checksums);
  };
  return rank(a) > rank(b);
}

uint64_t calls_in(const graph::Graph& graph) {
  uint64_t calls = 0;
  for (const auto& [id, run] : graph.runs) calls += run.calls;
  return calls;
}

// The order in which graphs are added, which their names have no part in: of more runs first, then of more
// calls, so that one that another contains comes after it.
bool comes_first(const graph::Graph& a, const graph::Graph& b) {
  if (a.runs.size() != b.runs.size()) return a.runs.size() > b.runs.size();
  if (calls_in(a) != calls_in(b)) return calls_in(a) > calls_in(b);
  if (a.runs != b.runs) return a.runs > b.runs;
  return graph::to_json(a) < graph::to_json(b);
}

bool share_runs(const graph::Graph& a, const graph::Graph& b) {
  return std::any_of(b.runs.begin(), b.runs.end(),
                     [&](const auto& run) { return a.runs.count(run.first) != 0; });
}

}  // namespace

bool MergedBefore::holds(const std::string& file) const {
  const auto known = files.find(file);
  return known != files.end() && known->second == state_of(file);
}

void MergedBefore::keep(const FoldedTrace& folded) {
  const auto is_closed = [](const auto& run) { return run.second.complete; };
  if (!std::all_of(folded.graph.runs.begin(), folded.graph.runs.end(), is_closed)) return;
  graph::add(graph, folded.graph, "the traces before it", folded.name);
  files[folded.name] = state_of(folded.name);
}

void MergeInputs::count_unreadable(const std::string& why) {
  ++unreadable_;
  tell(why);
}

void MergeInputs::tell(const std::string& line) {
  if (before_ == nullptr || before_->said.insert(line).second) say(line);
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
    if (before_ != nullptr && before_->holds(file)) continue;
    try {
      add_file(file, file == input);
    } catch (const Error& bad) {
      count_unreadable(bad.what());
    }
  }
}

void MergeInputs::add_file(const std::string& file, bool is_given) {
  auto source = is_given ? trace::open_input(file) : trace::open_file(file);
  if (!looks_like_a_graph(*source)) return add_trace(file, std::move(source));
  std::string text;
  source->read(0, size_t(source->size()), text);
  graphs_.push_back({source->name(), graph::from_json(text, source->name())});
}

void MergeInputs::add_trace(const std::string& file, std::unique_ptr<trace::Source> source) {
  const trace::Uuid id = trace_of(*source);
  TraceInput input{source->name(), nullptr, source->size()};
  if (!trace::can_be_read_again(file)) input.opened = std::move(source);
  const auto [at, fresh] = traces_.try_emplace(id, std::move(input));
  if (fresh) return;
  TraceInput& known = at->second;
  if (tells_more(input, known)) std::swap(input, known);
  tell(input.name + ": is the same trace as " + known.name + " and counts once");
}

// Parts have no run in common. What shares runs with some of them is compared with these alone, so that a
// longer copy of a trace still replaces an earlier one when other traces come with it.
void MergeInputs::add_part(GraphInput input) {
  const auto shares = [&](const GraphInput& part) { return share_runs(part.graph, input.graph); };
  const auto first = std::find_if(parts_.begin(), parts_.end(), shares);
  if (first == parts_.end()) {
    parts_.push_back(std::move(input));
    return;
  }
  for (auto next = std::find_if(first + 1, parts_.end(), shares); next != parts_.end();
       next = std::find_if(next, parts_.end(), shares)) {
    graph::add(first->graph, next->graph, first->name, next->name);
    next = parts_.erase(next);
  }
  if (!graph::add(first->graph, input.graph, first->name, input.name)) {
    tell(input.name + ": holds nothing that " + first->name + " does not hold");
  } else {
    first->name = input.name;
  }
}

void MergeInputs::add_folded(FoldedTrace folded, graph::Graph& sum) {
  if (!folded.unreadable.empty()) return count_unreadable(folded.unreadable);
  if (!folded.losses.empty()) tell(folded.losses);
  if (folded.is_left_behind) trace::seal(folded.name);
  const bool known = std::any_of(parts_.begin(), parts_.end(), [&](const GraphInput& part) {
    return share_runs(part.graph, folded.graph);
  });
  if (known) {
    add_part({std::move(folded.name), std::move(folded.graph)});
  } else {
    graph::add(sum, folded.graph, "the inputs before it", folded.name);
    if (before_ != nullptr) before_->keep(folded);
  }
}

graph::Graph MergeInputs::merge(Workers& workers) {
  std::sort(graphs_.begin(), graphs_.end(),
            [](const GraphInput& a, const GraphInput& b) { return comes_first(a.graph, b.graph); });
  for (GraphInput& input : graphs_) add_part(std::move(input));
  graphs_.clear();

  graph::Graph sum;
  if (before_ != nullptr) sum = before_->graph;
  std::vector<TraceInput> traces;  // in the order of their ids
  uint64_t bytes = 0;
  for (auto& [id, input] : traces_) {
    bytes += input.bytes;
    traces.push_back(std::move(input));
  }
  traces_.clear();
  Progress progress("merging", bytes);
  fold_traces(std::move(traces), workers, progress,
              [&](FoldedTrace folded) { add_folded(std::move(folded), sum); });
  trace::remove_orphans("/dev/shm", uint64_t(std::time(nullptr)));
  for (const GraphInput& part : parts_) graph::add(sum, part.graph, "the traces", part.name);
  parts_.clear();
  return sum;
}

}  // namespace flowlog::cli
