// events.cpp: `flowlog events IN`: every call as one line of JSON, in the order in which they began.
#include <algorithm>
#include <memory>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "commands/commands.h"
#include "commands/json_line.h"
#include "commands/line_output.h"
#include "commands/traces.h"
#include "graph/event_list.h"

namespace flowlog::cli {
namespace {

struct Options {
  std::vector<std::string> inputs;
  std::string output = kStandardStream;
  std::string format = "jsonl";
  bool details = false;
};

struct TraceEvents {
  std::unique_ptr<trace::Trace> trace;
  graph::EventList list;
};

// The functions of all traces, by the ids of their sites: of several with one id the least.
using Callers = std::unordered_map<uint64_t, std::string>;

void add_callers(const trace::SiteTable& sites, Callers& callers) {
  for (const trace::Site& site : sites.all()) {
    const std::string& name = site.description.function_name;
    const auto [at, fresh] = callers.try_emplace(site.id, name);
    if (!fresh) at->second = std::min(at->second, name);
  }
}

std::string name_of_remote(uint64_t site, const Callers& callers) {
  const auto found = callers.find(site);
  return found == callers.end() ? graph::remote_caller(site) : found->second;
}

std::string json_line(const TraceEvents& of, const graph::Event& event, const Callers& callers,
                      bool with_detail) {
  const trace::SiteTable& sites = of.trace->sites();
  const trace::SiteDescription& site = sites.at(event.site).description;
  const bool timed = of.trace->about().timed;
  const bool abandoned = event.outcome == graph::Outcome::kAbandoned;
  JsonLine line;
  line.text("function_name", site.function_name);
  if (event.caller == graph::Event::kNoCaller) {
    line.raw("caller", "null");
  } else if (event.caller == graph::Event::kRemoteCaller) {
    line.text("caller", name_of_remote(of.list.callers[event.session], callers));
  } else {
    line.text("caller", sites.at(event.caller).description.function_name);
  }
  line.raw("input_shape", site.input_shape).raw("output_shape", site.output_shape);
  line.text("result_type", graph::name_of(abandoned ? graph::Outcome::kError : event.outcome));
  line.time("timestamp_start", event.start_ns, timed).time("timestamp_end", event.end_ns, timed);
  line.text("session_id", trace::to_text(of.list.sessions[event.session]));
  if (with_detail && event.detail != graph::Texts::kNone) line.text("branch", of.list.texts.at(event.detail));
  if (abandoned) line.raw("abandoned", "true");
  return line.take();
}

// One trace after the other would not be the order of time.
void write_merged(const std::vector<TraceEvents>& traces, bool with_details, LineOutput& output) {
  Callers callers;
  for (const TraceEvents& of : traces) add_callers(of.trace->sites(), callers);
  struct Next {
    const TraceEvents* of;
    size_t at;
    int64_t start_ns() const { return of->list.events[at].start_ns; }
  };
  const auto later = [](const Next& a, const Next& b) {  // of equal ones, the earlier trace comes first
    return std::make_tuple(a.start_ns(), a.of) > std::make_tuple(b.start_ns(), b.of);
  };
  std::vector<Next> heap;
  for (const TraceEvents& of : traces) {
    if (!of.list.events.empty()) heap.push_back({&of, 0});
  }
  std::make_heap(heap.begin(), heap.end(), later);
  while (!heap.empty()) {
    std::pop_heap(heap.begin(), heap.end(), later);
    Next& next = heap.back();
    output.write(json_line(*next.of, next.of->list.events[next.at], callers, with_details));
    if (++next.at == next.of->list.events.size()) {
      heap.pop_back();
    } else {
      std::push_heap(heap.begin(), heap.end(), later);
    }
  }
}

void list(const Options& options) {
  std::vector<TraceEvents> traces;
  for (const std::string& input : options.inputs) {
    for_each_trace(input, [&](std::unique_ptr<trace::Trace> trace) {
      graph::EventList list = graph::list_events(*trace);
      report_losses(*trace);
      traces.push_back({std::move(trace), std::move(list)});
    });
  }
  LineOutput output(options.output);
  write_merged(traces, options.details, output);
  output.finish();
}

}  // namespace

void declare_events(CLI::App& cli) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = cli.add_subcommand("events", "Print every call of traces, one to a line");
  command->add_option("IN", options->inputs, "Traces, directories of traces, or - for standard input")
      ->required();
  command->add_option("--format", options->format, "jsonl: a JSON object to a line")
      ->check(CLI::IsMember({"jsonl"}))
      ->capture_default_str();
  command->add_flag("--details", options->details,
                    "Also the branch detail, as `branch`: an error's type, why a call was partial");
  command->add_option("-o,--output", options->output, "Where to write, - for standard output")
      ->capture_default_str();
  command->callback([options] { list(*options); });
}

}  // namespace flowlog::cli
