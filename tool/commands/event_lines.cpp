// event_lines.cpp: see event_lines.h.
#include "commands/event_lines.h"

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "commands/json_line.h"
#include "text.h"

namespace flowlog::cli {
namespace {

// The functions of all traces, by the ids of their sites: of several with one id the least.
using Callers = std::unordered_map<uint64_t, std::string>;

using LineOf = std::function<std::string(const TraceEvents&, const graph::Event&, const Callers&)>;

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

// "" for none.
std::string name_of_caller(const TraceEvents& of, const graph::Event& event, const Callers& callers) {
  if (event.caller == graph::Event::kNoCaller) return "";
  if (event.caller == graph::Event::kRemoteCaller)
    return name_of_remote(of.list.callers[event.session], callers);
  return of.trace->sites().at(event.caller).description.function_name;
}

std::string json_line(const TraceEvents& of, const graph::Event& event, const Callers& callers,
                      bool with_detail) {
  const trace::SiteDescription& site = of.trace->sites().at(event.site).description;
  const bool timed = of.trace->about().timed;
  const bool abandoned = event.outcome == graph::Outcome::kAbandoned;
  JsonLine line;
  line.text("function_name", site.function_name);
  if (event.caller == graph::Event::kNoCaller) {
    line.raw("caller", "null");
  } else {
    line.text("caller", name_of_caller(of, event, callers));
  }
  line.raw("input_shape", site.input_shape).raw("output_shape", site.output_shape);
  line.text("result_type", graph::name_of(abandoned ? graph::Outcome::kError : event.outcome));
  line.time("timestamp_start", event.start_ns, timed).time("timestamp_end", event.end_ns, timed);
  line.text("session_id", trace::to_text(of.list.sessions[event.session]));
  if (with_detail && event.detail != graph::Texts::kNone) line.text("branch", of.list.texts.at(event.detail));
  if (abandoned) line.raw("abandoned", "true");
  return line.take();
}

std::string csv_cell(std::string_view text) {
  std::string cell = printable(text);
  constexpr std::string_view kStartsFormula = "=+-@";
  const bool is_formula = !text.empty() && (kStartsFormula.find(text.front()) != std::string_view::npos ||
                                            static_cast<unsigned char>(text.front()) < ' ');
  if (is_formula) cell.insert(0, 1, '\'');
  if (cell.find_first_of(",\"") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

std::string csv_line(const TraceEvents& of, const graph::Event& event, const Callers& callers) {
  const trace::SiteDescription& site = of.trace->sites().at(event.site).description;
  const bool timed = of.trace->about().timed;
  const bool abandoned = event.outcome == graph::Outcome::kAbandoned;
  std::string line = trace::to_text(of.list.sessions[event.session]);
  for (const std::string& cell :
       {csv_cell(site.function_name), csv_cell(name_of_caller(of, event, callers)),
        std::string(graph::name_of(abandoned ? graph::Outcome::kError : event.outcome)),
        csv_cell(of.list.texts.at(event.detail)), std::string(abandoned ? "true" : "false"),
        timed ? trace::iso8601(event.start_ns) : "", timed ? trace::iso8601(event.end_ns) : "",
        timed ? std::to_string(event.end_ns - event.start_ns) : ""})
    line += ',' + cell;
  return line + "\r\n";
}

// One trace after the other would not be the order of time.
void write_merged(const std::vector<TraceEvents>& traces, LineOutput& output, const LineOf& line_of) {
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
    output.write(line_of(*next.of, next.of->list.events[next.at], callers));
    if (++next.at == next.of->list.events.size()) {
      heap.pop_back();
    } else {
      std::push_heap(heap.begin(), heap.end(), later);
    }
  }
}

}  // namespace

void write_json_lines(const std::vector<TraceEvents>& traces, bool with_details, LineOutput& output) {
  write_merged(traces, output,
               [with_details](const TraceEvents& of, const graph::Event& event, const Callers& callers) {
                 return json_line(of, event, callers, with_details);
               });
}

void write_csv(const std::vector<TraceEvents>& traces, LineOutput& output) {
  output.write(
      "session_id,function_name,caller,result_type,branch,abandoned,timestamp_start,timestamp_end,duration_"
      "ns\r\n");
  write_merged(traces, output, csv_line);
}

}  // namespace flowlog::cli
