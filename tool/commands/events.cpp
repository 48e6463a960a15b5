// events.cpp: `flowlog events IN`: every call of traces, for people, spreadsheets, and programs that draw
// time.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "commands/commands.h"
#include "commands/event_lines.h"
#include "commands/line_output.h"
#include "commands/traces.h"
#include "graph/folded_stacks.h"
#include "render/timelines.h"

namespace flowlog::cli {
namespace {

struct Options {
  std::vector<std::string> inputs;
  std::string output = kStandardStream;
  std::string format = "jsonl";
  bool details = false;
};

// All that `make` makes of the traces.
template <class Make>
auto each_of(const std::vector<std::string>& inputs, Make make) {
  std::vector<decltype(make(std::unique_ptr<trace::Trace>()))> made;
  for (const std::string& input : inputs) {
    for_each_trace(input,
                   [&](std::unique_ptr<trace::Trace> trace) { made.push_back(make(std::move(trace))); });
  }
  return made;
}

TraceEvents events_of(std::unique_ptr<trace::Trace> trace) {
  graph::EventList list = graph::list_events(*trace);
  report_losses(*trace);
  return {std::move(trace), std::move(list)};
}

render::TraceTimeline timeline_of(std::unique_ptr<trace::Trace> trace) {
  graph::Timeline timeline = graph::timeline_of(*trace);
  report_losses(*trace);
  return {std::move(trace), std::move(timeline)};
}

void write_folded(const Options& options, LineOutput& output) {
  const auto traces = each_of(options.inputs, [](std::unique_ptr<trace::Trace> trace) { return trace; });
  graph::Weight weight = graph::Weight::kSelfTime;
  for (const auto& trace : traces) {
    if (trace->about().timed || weight == graph::Weight::kCalls) continue;
    say(trace->name() + ": was recorded without times, so calls are counted instead");
    weight = graph::Weight::kCalls;
  }
  graph::FoldedStacks stacks;
  for (const auto& trace : traces) {
    graph::add_folded_stacks(*trace, weight, stacks);
    report_losses(*trace);
  }
  for (const auto& [stack, value] : stacks) output.write(stack + ' ' + std::to_string(value) + '\n');
}

void list(const Options& options) {
  LineOutput output(options.output);
  const auto write = [&output](std::string_view bytes) { output.write(bytes); };
  if (options.format == "jsonl") {
    write_json_lines(each_of(options.inputs, events_of), options.details, output);
  } else if (options.format == "csv") {
    write_csv(each_of(options.inputs, events_of), output);
  } else if (options.format == "chrome") {
    render::write_chrome_trace(each_of(options.inputs, timeline_of), write);
  } else if (options.format == "perfetto") {
    render::write_perfetto_trace(each_of(options.inputs, timeline_of), write);
  } else {
    write_folded(options, output);
  }
  output.finish();
}

}  // namespace

void declare_events(CLI::App& cli) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = cli.add_subcommand("events", "Print every call of traces");
  command->add_option("IN", options->inputs, "Traces, directories of traces, or - for standard input")
      ->required();
  command
      ->add_option(
          "--format", options->format,
          "jsonl: a JSON object to a line; csv: a table; chrome, perfetto: timelines; folded: stacks for "
          "flame graphs")
      ->check(CLI::IsMember({"jsonl", "csv", "chrome", "perfetto", "folded"}))
      ->capture_default_str();
  command->add_flag("--details", options->details,
                    "jsonl: also the branch detail, as `branch`: an error's type, why a call was partial");
  command->add_option("-o,--output", options->output, "Where to write, - for standard output")
      ->capture_default_str();
  command->callback([options] { list(*options); });
}

}  // namespace flowlog::cli
