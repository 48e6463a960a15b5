// logs.cpp: `flowlog logs IN`: what the program logged, one line of JSON each, in the order of time.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "commands/commands.h"
#include "commands/json_line.h"
#include "commands/line_output.h"
#include "commands/traces.h"
#include "error.h"
#include "graph/log_list.h"

namespace flowlog::cli {
namespace {

struct Options {
  std::string input;
  std::string output = kStandardStream;
  std::string least_level = "debug";
};

struct TraceLogs {
  std::unique_ptr<trace::Trace> trace;
  graph::LogList list;
};

// JSON has no word for what is no number: those become texts.
std::string json_of(const trace::LogRecord::Value& value) {
  return std::visit(
      [](const auto& held) -> std::string {
        using T = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<T, std::string>) {
          return json_string(held);
        } else if constexpr (std::is_same_v<T, bool>) {
          return held ? "true" : "false";
        } else {
          if constexpr (std::is_floating_point_v<T>) {
            if (std::isnan(held)) return "\"nan\"";
            if (std::isinf(held)) return held > 0 ? "\"inf\"" : "\"-inf\"";
          }
          char text[64];
          return {text, std::to_chars(text, std::end(text), held).ptr};
        }
      },
      value);
}

std::string json_of(const std::vector<trace::LogRecord::Field>& fields) {
  std::string object = "{";
  for (const trace::LogRecord::Field& field : fields) {
    if (object.size() > 1) object += ',';
    append_json_string(object, field.key);
    object += ':' + json_of(field.value);
  }
  return object + '}';
}

std::string json_line(const TraceLogs& of, const graph::LogLine& log) {
  JsonLine line;
  line.time("timestamp", log.time_ns, of.trace->about().timed);
  line.text("level", trace::level_name(log.record.level)).text("event", log.record.event);
  if (log.session == graph::LogLine::kNoSession) {
    line.raw("session_id", "null");
  } else {
    line.text("session_id", trace::to_text(of.list.sessions[log.session]));
  }
  if (log.site == graph::LogLine::kNoCall) {
    line.raw("function_name", "null");
  } else {
    line.text("function_name", of.trace->sites().at(log.site).description.function_name);
  }
  line.raw("fields", json_of(log.record.fields));
  if (log.record.cut) line.raw("cut", "true");
  return line.take();
}

void list(const Options& options) {
  const uint8_t least_level = *trace::level_of(options.least_level);
  std::vector<TraceLogs> traces;
  for_each_trace(options.input, [&](std::unique_ptr<trace::Trace> trace) {
    graph::LogList list = graph::list_logs(*trace);
    report_losses(*trace);
    if (list.unreadable != 0)
      say(trace->name() + ": " + std::to_string(list.unreadable) + " log records can't be read");
    traces.push_back({std::move(trace), std::move(list)});
  });

  struct Entry {
    const TraceLogs* of;
    const graph::LogLine* line;
  };
  std::vector<Entry> entries;
  for (const TraceLogs& of : traces) {
    for (const graph::LogLine& line : of.list.lines) {
      if (line.record.level >= least_level) entries.push_back({&of, &line});
    }
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.line->time_ns < b.line->time_ns; });
  LineOutput output(options.output);
  for (const Entry& entry : entries) output.write(json_line(*entry.of, *entry.line));
  output.finish();
}

}  // namespace

void declare_logs(CLI::App& cli) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = cli.add_subcommand("logs", "Print what the program logged, one event to a line");
  command->add_option("IN", options->input, "A trace, a directory of traces, or - for standard input")
      ->required();
  command->add_option("--level", options->least_level, "Only events of this level and above")
      ->check(CLI::IsMember({"debug", "info", "warning", "error", "critical"}))
      ->capture_default_str();
  command->add_option("-o,--output", options->output, "Where to write, - for standard output")
      ->capture_default_str();
  command->callback([options] { list(*options); });
}

}  // namespace flowlog::cli
