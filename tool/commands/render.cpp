// render.cpp: flowlog render, a graph as a picture.
#include <unistd.h>

#include <cstdio>
#include <map>
#include <memory>

#include "commands/commands.h"
#include "commands/view_options.h"
#include "error.h"
#include "graph/graph_json.h"
#include "output.h"
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
  graph::ViewOptions view;
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

void run(const Options& options) {
  const render::Format format = chosen("-T", options.format, kFormats);
  const render::GroupBy group_by = chosen("--group-by", options.group_by, kGroupings);
  const bool is_binary = format == render::Format::kPng || format == render::Format::kPdf;
  if (is_binary && options.output == kStandardStream && ::isatty(STDOUT_FILENO)) {
    throw Error("standard output is a terminal, which shows no " + options.format + "; name a file with -o");
  }
  const graph::Graph graph = graph::read_graph(options.graph);
  const render::Rendered picture = render::render(graph, format, options.view, group_by);
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
  add_view_options(
      command, options->view,
      " (images: " + std::to_string(render::kImageMaxEdges) + " unless given; mermaid: at most 500)");
  command->add_option("--group-by", options->group_by, "Frames: " + names_of(kGroupings))
      ->capture_default_str();
  command->callback([options] { run(*options); });
}

}  // namespace flowlog::cli
