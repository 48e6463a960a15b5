// stats.cpp: flowlog stats, what a graph says in numbers.
#include <memory>
#include <string>

#include "commands/commands.h"
#include "commands/count_option.h"
#include "commands/terminal.h"
#include "graph/graph_json.h"
#include "graph/view.h"
#include "output.h"
#include "render/stats_report.h"
#include "render/tests_report.h"

namespace flowlog::cli {
namespace {

struct Options {
  std::string graph;
  std::string output = kStandardStream;
  size_t top = 10;
  bool json = false;
  bool tests = false;
  std::string function;
  const CLI::Option* top_given = nullptr;
};

// Which tests run what is asked in order to hear of all, so only a limit that was given is one.
std::string tests_report(const graph::Graph& graph, const Options& options) {
  render::TestsReportOptions wanted;
  if (!options.function.empty())
    wanted.functions = graph::functions_asked_for(graph, "--function", options.function);
  if (options.top_given->count() != 0) wanted.limit = options.top;
  wanted.color = wants_color(options.output);
  wanted.columns = columns_of(options.output);
  return options.json ? render::tests_json(graph, wanted) : render::tests_text(graph, wanted);
}

void run(const Options& options) {
  const graph::Graph graph = graph::read_graph(options.graph);
  if (options.tests) return write_output(options.output, tests_report(graph, options));
  write_output(options.output, options.json
                                   ? render::stats_json(graph, options.top)
                                   : render::stats_text(graph, options.top, wants_color(options.output),
                                                        columns_of(options.output)));
}

}  // namespace

void declare_stats(CLI::App& cli) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = cli.add_subcommand("stats", "Show what a graph says in numbers");
  command->add_option("GRAPH", options->graph, "Graph file, as merge writes it; - for standard input")
      ->required();
  command->add_flag("--json", options->json, "As JSON, times in nanoseconds");
  options->top_given = add_count(command, "--top", options->top, "Entries of each table")
                           ->default_str(std::to_string(options->top));
  CLI::Option* const tests = command->add_flag("--tests", options->tests,
                                               "Instead: which tests run each function, and what none runs");
  command
      ->add_option("--function", options->function,
                   "With --tests: only this function, or those whose id this regular expression matches")
      ->needs(tests);
  command->add_option("-o,--output", options->output, "File to write; - for standard output")
      ->capture_default_str();
  command->callback([options] { run(*options); });
}

}  // namespace flowlog::cli
