// diff.cpp: `flowlog diff BASE HEAD`: what changed between two graphs.
#include <cstdio>
#include <filesystem>
#include <future>
#include <memory>
#include <string>

#include "commands/commands.h"
#include "commands/terminal.h"
#include "error.h"
#include "graph/diff.h"
#include "graph/diff_gate.h"
#include "graph/graph_json.h"
#include "output.h"
#include "render/diff_report.h"

namespace flowlog::cli {
namespace {

struct Options {
  std::string base, head;
  std::string format = "text";
  std::string fail_on;
  std::string output = kStandardStream;
  bool same_work = false;
};

constexpr const char* kFormats[] = {"text", "md", "json", "dot"};

std::string report(const Options& options, const graph::Graph& base, const graph::Graph& head,
                   const graph::Diff& diff) {
  const render::DiffNames names{options.base, options.head};
  if (options.format == "dot") return render::diff_dot(base, head, diff);
  if (options.format == "md") return render::diff_markdown(diff, names, render::diff_chart(base, head, diff));
  if (options.format == "json") return render::diff_json(diff, names);
  return render::diff_text(diff, names, wants_color(options.output));
}

void require_format(const std::string& format) {
  std::string names;
  for (const char* const known : kFormats) {
    if (format == known) return;
    names += (names.empty() ? "" : ", ") + std::string(known);
  }
  throw Error("--format '" + format + "': one of these was expected: " + names);
}

// 1 if something fired that was to fail.
int judged(const graph::DiffGate& gate, const graph::Diff& diff) {
  const graph::DiffGate::Verdict verdict = gate.judge(diff);
  for (const graph::DiffGate::Fired& fired : verdict.fired) {
    std::fprintf(stderr, "flowlog: %s: %zu, %s%s\n", fired.kind.c_str(), fired.count,
                 fired.count == 1 ? "" : "such as ", fired.first.c_str());
  }
  if (verdict.doubtful != 0) {
    std::fprintf(stderr, "flowlog: %zu more may have other reasons than the program, and fail nothing\n",
                 verdict.doubtful);
  }
  return verdict.fired.empty() ? kFine : kFinding;
}

void run(const Options& options) {
  require_format(options.format);
  const graph::DiffGate gate(options.fail_on);
  if (options.base == kStandardStream && options.head == kStandardStream)
    throw Error("standard input can be one of the two graphs, not both");
  auto reading = std::async(std::launch::async, [&] { return graph::read_graph(options.base); });
  // If both are wrong, the first is told.
  std::exception_ptr wrong;
  graph::Graph head;
  try {
    head = graph::read_graph(options.head);
  } catch (...) {
    wrong = std::current_exception();
  }
  const graph::Graph base = reading.get();
  if (wrong) std::rethrow_exception(wrong);

  const graph::Diff diff = graph::diff(base, head, {options.base, options.head, options.same_work});
  if (gate.needs_durations() && !diff.times_compared)
    throw Error("--fail-on slower: a graph has no durations, so that it could never fire");
  write_output(options.output, report(options, base, head, diff));
  if (const int code = judged(gate, diff); code != kFine) throw CLI::RuntimeError(code);
}

}  // namespace

void declare_diff(CLI::App& cli) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = cli.add_subcommand("diff", "Show what changed from one graph to another");
  command->add_option("BASE", options->base, "Graph file, as merge writes it; - for standard input")
      ->required();
  command->add_option("HEAD", options->head, "The newer one")->required();
  command->add_option("--format", options->format, "text, md (for a pull request), json or dot")
      ->capture_default_str();
  command
      ->add_option("--fail-on", options->fail_on,
                   "Exit with 1 if there is any of: " + graph::DiffGate::kinds())
      ->type_name("KIND,...");
  command->add_flag(
      "--same-work", options->same_work,
      "Both did the same, as test suites do: each count that differs is news, and nothing is chance");
  command->add_option("-o,--output", options->output, "File to write; - for standard output")
      ->capture_default_str();
  command->callback([options] { run(*options); });
}

}  // namespace flowlog::cli
