// show.cpp: `flowlog show GRAPH`: a graph as a tree of calls, on the terminal.
#include <memory>
#include <string>

#include "commands/commands.h"
#include "commands/terminal.h"
#include "commands/traces.h"
#include "commands/view_options.h"
#include "graph/graph_json.h"
#include "output.h"
#include "render/call_tree.h"

namespace flowlog::cli {
namespace {

struct Options {
  std::string graph;
  std::string output = kStandardStream;
  graph::ViewOptions view;
};

void run(const Options& options) {
  const graph::Graph graph = graph::view(graph::read_graph(options.graph), options.view);
  const render::CallTreeOptions tree{.columns = columns_of(options.output),
                                     .color = wants_color(options.output)};
  write_output(options.output, render::call_tree_text(graph, tree));
  const graph::LeftOut& left_out = graph.left_out;
  if (left_out.nodes + left_out.edges == 0) return;
  std::string because;
  for (const std::string& option : left_out.because) because += (because.empty() ? "" : ", ") + option;
  say("not shown: " + std::to_string(left_out.nodes) + " functions, " + std::to_string(left_out.edges) +
      " edges (" + because + ")");
}

}  // namespace

void declare_show(CLI::App& cli) {
  const auto options = std::make_shared<Options>();
  CLI::App* const command = cli.add_subcommand("show", "Show a graph as a tree of calls");
  command->add_option("GRAPH", options->graph, "Graph file, as merge writes it; - for standard input")
      ->required();
  add_view_options(command, options->view, "");
  command->add_option("-o,--output", options->output, "File to write; - for standard output")
      ->capture_default_str();
  command->callback([options] { run(*options); });
}

}  // namespace flowlog::cli
