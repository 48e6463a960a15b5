// merge.cpp: `flowlog merge IN…`: traces and graphs into one graph.
#include <sched.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "commands/binaries.h"
#include "commands/commands.h"
#include "commands/count_option.h"
#include "commands/follow.h"
#include "commands/merge_inputs.h"
#include "commands/traces.h"
#include "error.h"
#include "graph/graph_json.h"
#include "output.h"
#include "signals.h"
#include "workers.h"

namespace flowlog::cli {
namespace {

struct Options {
  std::vector<std::string> inputs;
  std::vector<std::string> binaries;
  std::string output = "graph.json";
  unsigned jobs = 0;
  bool follow = false;
  bool strict = false;
  bool structure = false;
};

graph::Graph code_of(const std::vector<std::string>& paths) {
  std::vector<graph::Binary> binaries;
  for (const std::string& path : paths) binaries.push_back(read_binary(path));
  return graph::static_graph(binaries);
}

// As many as the process may run on, if nothing else was asked for.
unsigned jobs_of(const Options& options) {
  constexpr unsigned kMost = 256;
  if (options.jobs > kMost)
    throw Error("--jobs '" + std::to_string(options.jobs) + "': at most 256 threads are of use");
  if (options.jobs != 0) return options.jobs;
  cpu_set_t allowed;
  const bool known = ::sched_getaffinity(0, sizeof allowed, &allowed) == 0;
  return known ? std::min(kMost, unsigned(CPU_COUNT(&allowed))) : 1;
}

void write(const Options& options, const graph::Graph& graph) {
  write_output(options.output, graph::to_json(options.structure ? graph::structure_of(graph) : graph));
}

void merge(const Options& options, const graph::Graph& code, Workers& workers, MergeInputs inputs) {
  for (const std::string& input : options.inputs) inputs.add(input);
  graph::Graph graph = inputs.merge(workers);
  graph::add(graph, code, "the inputs", "the binaries");

  if (inputs.unreadable() != 0 && !options.follow) {
    if (inputs.given() == 1) throw CLI::RuntimeError(kWrongUse);  // its own line has said all
    say(std::to_string(inputs.unreadable()) + " of " + std::to_string(inputs.given()) +
        " inputs could not be read and are not in the graph");
    const bool none_read = inputs.unreadable() == inputs.given();
    if (options.strict || none_read) throw CLI::RuntimeError(kWrongUse);
  }
  write(options, graph);
}

// What can't be read has had its own line, and may be readable later.
void follow_inputs(const Options& options, const graph::Graph& code, Workers& workers) {
  for (const std::string& input : options.inputs) {
    std::error_code ignored;
    if (!trace::can_be_read_again(input) && !std::filesystem::is_directory(input, ignored))
      throw Error(input + ": is no file and no directory, so that it can't be followed");
  }
  end_cleanly_on_signals(kFine);
  MergedBefore before;
  follow(options.inputs, [&] { merge(options, code, workers, MergeInputs(before)); });
}

void run(const Options& options) {
  const graph::Graph code = code_of(options.binaries);
  Workers workers(jobs_of(options));
  if (options.follow) follow_inputs(options, code, workers);
  end_cleanly_on_signals(-1);
  merge(options, code, workers, {});
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
  add_count(command, "--jobs", options->jobs, "Threads to work with; 0 for as many as there are processors");
  command->add_flag(
      "--follow", options->follow,
      "Merge again whenever the inputs have changed, until Ctrl-C; directories may get new traces");
  command->add_flag("--strict", options->strict, "Write nothing if an input can't be read");
  command->add_flag("--structure", options->structure,
                    "Leave out what differs from run to run, for comparison with a golden file");
  command->callback([options] {
    if (options->inputs.empty() && options->binaries.empty()) throw CLI::RequiredError("IN or --static");
    run(*options);
  });
}

}  // namespace flowlog::cli
