// sites.cpp: `flowlog sites BINARY`: the tracked functions of a binary, before it ever ran.
#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "commands/binaries.h"
#include "commands/commands.h"
#include "commands/json_line.h"
#include "commands/line_output.h"
#include "error.h"

namespace flowlog::cli {
namespace {

struct Options {
  std::string binary;
  std::string format = "jsonl";
  std::string output = kStandardStream;
};

using Callees = std::map<std::string, bool>;  // node id -> only by virtual calls

std::string json_of(const Callees& callees) {
  std::string list = "[";
  for (const auto& [id, is_virtual] : callees) {
    list += list.size() == 1 ? "{\"id\":" : ",{\"id\":";
    append_json_string(list, id);
    list += std::string(",\"virtual\":") + (is_virtual ? "true}" : "false}");
  }
  return list + "]";
}

std::string json_line(const trace::SiteDescription& site, const Callees* callees) {
  JsonLine line;
  line.text("id", site.id).text("function_name", site.function_name).text("symbol", site.symbol);
  line.text("module", site.module).text("file", site.file).raw("line", std::to_string(site.line));
  line.raw("input_shape", site.input_shape).raw("output_shape", site.output_shape);
  if (callees) line.raw("calls", json_of(*callees));
  return line.take();
}

std::string text_of(const trace::SiteDescription& site, const Callees* callees) {
  std::string text =
      printable(site.id) + "  " + printable(site.file) + ":" + std::to_string(site.line) + "\n";
  if (!callees) return text;
  for (const auto& [id, is_virtual] : *callees)
    text += "  -> " + printable(id) + (is_virtual ? "  (virtual)" : "") + "\n";
  return text;
}

void list(const Options& options) {
  std::vector<graph::Binary> binary = {read_binary(options.binary)};
  graph::StaticCalls calls(binary);
  std::vector<trace::Site>& sites = binary.front().sites;
  std::sort(sites.begin(), sites.end(), [](const trace::Site& a, const trace::Site& b) {
    return std::tie(a.description.id, a.description.symbol, a.text) <
           std::tie(b.description.id, b.description.symbol, b.text);
  });
  LineOutput output(options.output);
  for (const trace::Site& site : sites) {
    const bool known = !binary.front().calls.empty();
    const Callees callees = calls.of(0, site.id);
    const Callees* const shown = known ? &callees : nullptr;
    output.write(options.format == "text" ? text_of(site.description, shown)
                                          : json_line(site.description, shown));
  }
  output.finish();
}

}  // namespace

void declare_sites(CLI::App& cli) {
  auto options = std::make_shared<Options>();
  CLI::App* const command =
      cli.add_subcommand("sites", "List the tracked functions of a binary, and which of them each can call");
  command->add_option("BINARY", options->binary, "An executable, a shared object or an object file")
      ->required();
  command->add_option("--format", options->format, "jsonl: a JSON object to a line; text: for people")
      ->check(CLI::IsMember({"jsonl", "text"}))
      ->capture_default_str();
  command->add_option("-o,--output", options->output, "Where to write, - for standard output")
      ->capture_default_str();
  command->callback([options] { list(*options); });
}

}  // namespace flowlog::cli
