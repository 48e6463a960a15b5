// sessions.cpp: `flowlog sessions IN`: the sessions of traces, one line each.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <tuple>
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
  std::string input;
  std::string output = kStandardStream;
  bool json = false;
};

struct Row {
  graph::SessionSummary session;
  bool timed;
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

std::string table_line(const Row& row) {
  const graph::SessionSummary& session = row.session;
  const std::string calls = (session.lost_records ? ">=" : "") + std::to_string(session.calls);
  return table_line(trace::to_text(session.id), row.timed ? trace::iso8601(session.start_ns) : "-",
                    row.timed ? readable_duration(session.duration_ns) : "-", calls,
                    graph::name_of(session.outcome), printable(session.name));
}

std::string json_line(const Row& row) {
  const graph::SessionSummary& session = row.session;
  JsonLine line;
  line.text("session_id", trace::to_text(session.id)).text("name", session.name);
  line.raw("calls", std::to_string(session.calls)).text("outcome", graph::name_of(session.outcome));
  line.time("timestamp_start", session.start_ns, row.timed);
  line.raw("duration_ns", row.timed ? std::to_string(session.duration_ns) : "null");
  line.raw("lower_bound", session.lost_records ? "true" : "false");
  return line.take();
}

void list(const Options& options) {
  std::vector<Row> rows;
  for_each_trace(options.input, [&](std::unique_ptr<trace::Trace> trace) {
    for (graph::SessionSummary& session : graph::list_sessions(*trace)) {
      rows.push_back({std::move(session), trace->about().timed});
    }
    report_losses(*trace);
  });
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return std::tie(a.session.start_ns, a.session.id) < std::tie(b.session.start_ns, b.session.id);
  });

  LineOutput output(options.output);
  if (!options.json) output.write(table_line("SESSION", "START", "DURATION", "CALLS", "OUTCOME", "NAME"));
  for (const Row& row : rows) output.write(options.json ? json_line(row) : table_line(row));
  output.finish();
}

}  // namespace

void declare_sessions(CLI::App& cli) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = cli.add_subcommand("sessions", "List the sessions of a trace");
  command->add_option("IN", options->input, "A trace, a directory of traces, or - for standard input")
      ->required();
  command->add_flag("--json", options->json, "A JSON object for each session, one to a line");
  command->add_option("-o,--output", options->output, "Where to write, - for standard output")
      ->capture_default_str();
  command->callback([options] { list(*options); });
}

}  // namespace flowlog::cli
