// render.cpp: flowlog render, a graph as a picture.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include "commands/commands.h"
#include "commands/traces.h"
#include "commands/view_options.h"
#include "error.h"
#include "graph/diff.h"
#include "graph/diff_graph.h"
#include "graph/graph_json.h"
#include "graph/session_timeline.h"
#include "output.h"
#include "render/html/html.h"
#include "render/render.h"

namespace flowlog::cli {
namespace {

const std::map<std::string, render::Format> kFormats = {
    {"dot", render::Format::kDot},         {"html", render::Format::kHtml}, {"json", render::Format::kJson},
    {"mermaid", render::Format::kMermaid}, {"pdf", render::Format::kPdf},   {"png", render::Format::kPng},
    {"svg", render::Format::kSvg},
};

const std::map<std::string, render::GroupBy> kGroupings = {
    {"directory", render::GroupBy::kDirectory},
    {"file", render::GroupBy::kFile},
    {"image", render::GroupBy::kImage},
    {"namespace", render::GroupBy::kNamespace},
};

struct Options {
  std::string graph;
  std::string format;
  std::string group_by = "namespace";
  std::string output = kStandardStream;
  std::string base;  // "": no other graph
  graph::ViewOptions view;
  std::vector<std::string> sessions;  // traces that have some
};

template <class Value>
std::string names_of(const std::map<std::string, Value>& values) {
  std::string names;
  for (const auto& [name, value] : values) names += (names.empty() ? "" : ", ") + name;
  return names;
}

template <class Value>
Value chosen(const char* option, const std::string& name, const std::map<std::string, Value>& values) {
  const auto at = values.find(name);
  if (at == values.end())
    throw Error(std::string(option) + " '" + name + "': one of these was expected: " + names_of(values));
  return at->second;
}

// Of one session the parts of all traces, in the order of their start.
std::vector<graph::SessionTimeline> timelines_in(const std::vector<std::string>& inputs,
                                                 const std::set<std::string>& ids) {
  std::vector<graph::SessionTimeline> found;
  std::set<trace::Uuid> read;
  for (const std::string& input : inputs) {
    for_each_trace(input, [&](std::unique_ptr<trace::Trace> trace) {
      if (!read.insert(trace->id()).second) return;
      std::vector<graph::SessionTimeline> here = graph::session_timelines(*trace, ids);
      report_losses(*trace);
      std::move(here.begin(), here.end(), std::back_inserter(found));
    });
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const graph::SessionTimeline& a, const graph::SessionTimeline& b) {
                     return std::tie(a.session, a.start_ns) < std::tie(b.session, b.start_ns);
                   });
  return found;
}

void run(const Options& options) {
  const render::Format format = chosen("-T", options.format, kFormats);
  const render::GroupBy group_by = chosen("--group-by", options.group_by, kGroupings);
  const bool is_binary = format == render::Format::kPng || format == render::Format::kPdf;
  if (is_binary && options.output == kStandardStream && ::isatty(STDOUT_FILENO)) {
    throw Error("standard output is a terminal, which shows no " + options.format + "; name a file with -o");
  }
  if (!options.sessions.empty() && format != render::Format::kHtml)
    throw Error("--sessions: only a page (-T html) shows sessions");
  graph::Graph graph = graph::read_graph(options.graph);
  std::optional<graph::Diff> changes;
  if (!options.base.empty()) {
    const graph::Graph base = graph::read_graph(options.base);
    changes = graph::diff(base, graph, {options.base, options.graph});
    graph = graph::with_what_is_gone(base, graph, *changes);
  }
  const render::Rendered picture =
      render::render(graph, format, options.view, group_by, changes ? &*changes : nullptr,
                     [&](const std::set<std::string>& ids) { return timelines_in(options.sessions, ids); });
  write_output(options.output, picture.bytes);
  if (!picture.remark.empty()) std::fprintf(stderr, "flowlog: %s\n", picture.remark.c_str());
}

}  // namespace

void declare_render(CLI::App& cli) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = cli.add_subcommand("render", "Draw a graph");
  command->add_option("GRAPH", options->graph, "Graph file, as merge writes it; - for standard input")
      ->required();
  command->add_option("-T", options->format, "Format: " + names_of(kFormats))->required();
  command->add_option("-o,--output", options->output, "File to write; - for standard output")
      ->capture_default_str();
  command->add_option("--diff", options->base, "Mark what changed since this graph, which is older")
      ->type_name("BASE");
  add_view_options(
      command, options->view,
      " (images: " + std::to_string(render::kImageMaxEdges) + " unless given; mermaid: at most 500)");
  command->add_option("--group-by", options->group_by, "Frames: " + names_of(kGroupings))
      ->capture_default_str();
  command->add_option(
      "--sessions", options->sessions,
      "html: traces, or directories of them; the page shows the graph's exemplar sessions that "
      "are there call by call, at most " +
          std::to_string(render::kPageSessions));
  command->callback([options] { run(*options); });
}

}  // namespace flowlog::cli
