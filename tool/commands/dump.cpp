// dump.cpp: `flowlog dump IN`: a trace as text.
#include <memory>
#include <string>

#include "commands/commands.h"
#include "commands/line_output.h"
#include "commands/traces.h"
#include "trace/text_form.h"

namespace flowlog::cli {
namespace {

struct Options {
  std::string input;
  std::string output = kStandardStream;
};

void dump(const Options& options) {
  LineOutput output(options.output);
  for_each_trace(options.input, [&](std::unique_ptr<trace::Trace> trace) {
    trace::dump(*trace, [&](std::string_view text) { output.write(text); });
    report_losses(*trace);
  });
  output.finish();
}

}  // namespace

void declare_dump(CLI::App& cli) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = cli.add_subcommand("dump", "Print a trace as text, record by record");
  command->add_option("IN", options->input, "A trace, a directory of traces, or - for standard input")
      ->required();
  command->add_option("-o,--output", options->output, "Where to write, - for standard output")
      ->capture_default_str();
  command->callback([options] { dump(*options); });
}

}  // namespace flowlog::cli
