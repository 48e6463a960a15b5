// pack.cpp: `flowlog pack TEXT`: a trace from its text form.
#include <memory>
#include <string>

#include "commands/commands.h"
#include "output.h"
#include "trace/source.h"
#include "trace/text_form.h"

namespace flowlog::cli {
namespace {

struct Options {
  std::string input;
  std::string output;
};

void pack(const Options& options) {
  const auto source = trace::open_input(options.input);
  std::string text;
  source->read(0, size_t(source->size()), text);
  write_output(options.output, trace::pack(text, source->name()));
}

}  // namespace

void declare_pack(CLI::App& cli) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = cli.add_subcommand("pack", "Make a trace from text, as dump prints it");
  command->add_option("TEXT", options->input, "The text, or - for standard input")->required();
  command->add_option("-o,--output", options->output, "The trace to write, - for standard output")
      ->required();
  command->callback([options] { pack(*options); });
}

}  // namespace flowlog::cli
