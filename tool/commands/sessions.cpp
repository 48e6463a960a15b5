// sessions.cpp: `flowlog sessions IN`: the sessions of traces, one line each.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "commands/commands.h"
#include "commands/json_line.h"
#include "commands/line_output.h"
#include "commands/traces.h"
#include "graph/session_list.h"
#include "text.h"

namespace flowlog::cli {
namespace {

struct Options {
  std::vector<std::string> inputs;
  std::string output = kStandardStream;
  bool json = false;
};

// "1.500 ms"
std::string readable_duration(int64_t ns) {
  static constexpr struct {
    double ns;
    const char* unit;
  } kUnits[] = {{1e9, "s"}, {1e6, "ms"}, {1e3, "us"}};
  char text[64];
  for (const auto& [unit_ns, unit] : kUnits) {
    if (double(ns) < unit_ns) continue;
    std::snprintf(text, sizeof text, "%.3f %s", double(ns) / unit_ns, unit);
    return text;
  }
  std::snprintf(text, sizeof text, "%lld ns", static_cast<long long>(ns));
  return text;
}

std::string table_line(const std::string& id, const std::string& start, const std::string& duration,
                       const std::string& calls, const std::string& outcome, const std::string& name) {
  std::string line = id;
  line.resize(std::max<size_t>(line.size(), 36), ' ');
  char rest[160];
  std::snprintf(rest, sizeof rest, "  %-30s  %11s  %10s  %-9s  ", start.c_str(), duration.c_str(),
                calls.c_str(), outcome.c_str());
  return line + rest + name + "\n";
}

// What a test's session says of itself, its line has as its name and outcome.
std::string attributes_text(const graph::SessionSummary& session) {
  std::string text;
  for (const auto& [key, value] : session.attributes.entries()) {
    if (key == format::kTestName || key == format::kTestResult) continue;
    text += "  " + printable(key) + "=" + printable(value);
  }
  return text;
}

std::string attributes_json(const graph::SessionSummary& session) {
  JsonLine line;
  for (const auto& [key, value] : session.attributes.entries()) line.text(key, value);
  return line.object();
}

std::string table_line(const graph::SessionSummary& session) {
  const std::string calls = (session.lost_records ? ">=" : "") + std::to_string(session.calls);
  return table_line(trace::to_text(session.id), session.timed ? trace::iso8601(session.start_ns) : "-",
                    session.timed ? readable_duration(session.duration_ns) : "-", calls,
                    graph::name_of(session.outcome), printable(session.name) + attributes_text(session));
}

std::string json_line(const graph::SessionSummary& session) {
  JsonLine line;
  line.text("session_id", trace::to_text(session.id)).text("name", session.name);
  line.raw("calls", std::to_string(session.calls)).text("outcome", graph::name_of(session.outcome));
  line.time("timestamp_start", session.start_ns, session.timed);
  line.raw("duration_ns", session.timed ? std::to_string(session.duration_ns) : "null");
  line.raw("lower_bound", session.lost_records ? "true" : "false");
  if (session.parts > 1) line.raw("parts", std::to_string(session.parts));
  if (!session.attributes.entries().empty()) line.raw("attributes", attributes_json(session));
  return line.take();
}

void list(const Options& options) {
  graph::SessionList sessions;
  for (const std::string& input : options.inputs) {
    for_each_trace(input, [&](std::unique_ptr<trace::Trace> trace) {
      sessions.add(*trace);
      report_losses(*trace);
    });
  }
  sessions.unite_parts();

  LineOutput output(options.output);
  if (!options.json) output.write(table_line("SESSION", "START", "DURATION", "CALLS", "OUTCOME", "NAME"));
  for (size_t i = 0; i < sessions.size(); ++i)
    output.write(options.json ? json_line(sessions[i]) : table_line(sessions[i]));
  output.finish();
}

}  // namespace

void declare_sessions(CLI::App& cli) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = cli.add_subcommand("sessions", "List the sessions of traces");
  command->add_option("IN", options->inputs, "Traces, directories of traces, or - for standard input")
      ->required();
  command->add_flag("--json", options->json, "A JSON object for each session, one to a line");
  command->add_option("-o,--output", options->output, "Where to write, - for standard output")
      ->capture_default_str();
  command->callback([options] { list(*options); });
}

}  // namespace flowlog::cli
