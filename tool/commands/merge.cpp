// merge.cpp: `flowlog merge IN…`: traces and graphs into one graph.
#include <memory>
#include <string>
#include <vector>

#include "commands/binaries.h"
#include "commands/commands.h"
#include "commands/merge_inputs.h"
#include "commands/traces.h"
#include "error.h"
#include "graph/graph_json.h"
#include "output.h"

namespace flowlog::cli {
namespace {

struct Options {
  std::vector<std::string> inputs;
  std::vector<std::string> binaries;
  std::string output = "graph.json";
  bool strict = false;
  bool structure = false;
};

graph::Graph code_of(const std::vector<std::string>& paths) {
  std::vector<graph::Binary> binaries;
  for (const std::string& path : paths) binaries.push_back(read_binary(path));
  return graph::static_graph(binaries);
}

void merge(const Options& options) {
  const graph::Graph code = code_of(options.binaries);
  MergeInputs inputs;
  for (const std::string& input : options.inputs) inputs.add(input);
  graph::Graph graph = inputs.merge();
  graph::add(graph, code, "the inputs", "the binaries");

  if (inputs.unreadable() != 0) {
    if (inputs.given() == 1) throw CLI::RuntimeError(kWrongUse);  // its own line has said all
    say(std::to_string(inputs.unreadable()) + " of " + std::to_string(inputs.given()) +
        " inputs could not be read and are not in the graph");
    const bool none_read = inputs.unreadable() == inputs.given();
    if (options.strict || none_read) throw CLI::RuntimeError(kWrongUse);
  }
  write_output(options.output, graph::to_json(options.structure ? graph::structure_of(graph) : graph));
}

}  // namespace

void declare_merge(CLI::App& cli) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = cli.add_subcommand("merge", "Merge traces into one graph");
  command->add_option(
      "IN", options->inputs,
      "Traces, directories of traces, graphs that merge wrote before, or - for standard input");
  command
      ->add_option("--static", options->binaries,
                   "A program, and its shared objects: what they can call and never called")
      ->type_name("BINARY")
      ->allow_extra_args(false);  // once for each
  command->add_option("-o,--output", options->output, "The graph to write, - for standard output")
      ->capture_default_str();
  command->add_flag("--strict", options->strict, "Write nothing if an input can't be read");
  command->add_flag("--structure", options->structure,
                    "Leave out what differs from run to run, for comparison with a golden file");
  command->callback([options] {
    if (options->inputs.empty() && options->binaries.empty()) throw CLI::RequiredError("IN or --static");
    merge(*options);
  });
}

}  // namespace flowlog::cli
