// sites.cpp: `flowlog sites BINARY`: the tracked functions of a binary, before it ever ran.
#include <algorithm>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "commands/commands.h"
#include "commands/json_line.h"
#include "commands/line_output.h"
#include "error.h"
#include "trace/elf.h"

namespace flowlog::cli {
namespace {

struct Options {
  std::string binary;
  std::string output = kStandardStream;
};

std::string json_line(const trace::SiteDescription& site) {
  JsonLine line;
  line.text("id", site.id).text("function_name", site.function_name).text("symbol", site.symbol);
  line.text("module", site.module).text("file", site.file).raw("line", std::to_string(site.line));
  line.raw("input_shape", site.input_shape).raw("output_shape", site.output_shape);
  return line.take();
}

void list(const Options& options) {
  const auto binary = trace::open_file(options.binary);
  std::vector<trace::Site> sites = trace::read_sites_of_binary(*binary);
  if (sites.empty()) {
    throw Error(options.binary + ": has no tracked functions; was it compiled with flowlog's flag?");
  }
  std::sort(sites.begin(), sites.end(), [](const trace::Site& a, const trace::Site& b) {
    return std::tie(a.description.id, a.description.symbol, a.text) <
           std::tie(b.description.id, b.description.symbol, b.text);
  });
  LineOutput output(options.output);
  for (const trace::Site& site : sites) output.write(json_line(site.description));
  output.finish();
}

}  // namespace

void declare_sites(CLI::App& cli) {
  auto options = std::make_shared<Options>();
  CLI::App* const command =
      cli.add_subcommand("sites", "List the tracked functions of a binary, a JSON object to a line");
  command->add_option("BINARY", options->binary, "An executable, a shared object or an object file")
      ->required();
  command->add_option("-o,--output", options->output, "Where to write, - for standard output")
      ->capture_default_str();
  command->callback([options] { list(*options); });
}

}  // namespace flowlog::cli
