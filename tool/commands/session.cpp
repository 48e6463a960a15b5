// session.cpp: `flowlog session IN ID`: the graph of one session, call by call.
#include <algorithm>
#include <cctype>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "commands/commands.h"
#include "commands/traces.h"
#include "error.h"
#include "graph/session_graph.h"
#include "json_writer.h"
#include "output.h"

namespace flowlog::cli {
namespace {

struct Options {
  std::string input;
  std::string id;
  std::string output = kStandardStream;
  size_t max_nodes = 10'000;
};

constexpr size_t kUuidLength = 36;

// The id, or its beginning, in lower case. Throws Error if it can be neither.
std::string checked_prefix(const std::string& id) {
  std::string prefix;
  for (size_t i = 0; i < id.size() && i < kUuidLength; ++i) {
    const bool hyphen_due = i == 8 || i == 13 || i == 18 || i == 23;
    const auto c = static_cast<unsigned char>(id[i]);
    if (hyphen_due ? c != '-' : !std::isxdigit(c)) break;
    prefix += char(std::tolower(c));
  }
  if (prefix.empty() || prefix.size() != id.size()) {
    throw Error("'" + id +
                "' is no session id: a UUID, or its beginning, was expected (see flowlog sessions)");
  }
  return prefix;
}

// The ids of nodes: a function's own, with #2, #3 and so on from its second call.
std::vector<std::string> node_ids(const trace::SiteTable& sites,
                                  const std::vector<graph::SessionCall>& calls) {
  std::vector<std::string> ids;
  std::unordered_map<std::string, uint64_t> seen;
  std::unordered_set<std::string> taken;
  for (const graph::SessionCall& call : calls) {
    const std::string& id = sites.at(call.site).description.id;
    std::string unique;
    do {  // again only where a function is named as if it were a further call of another
      const uint64_t number = ++seen[id];
      unique = number == 1 ? id : id + "#" + std::to_string(number);
    } while (!taken.insert(unique).second);
    ids.push_back(std::move(unique));
  }
  return ids;
}

void write_time(JsonWriter& json, const char* name, int64_t wall_ns, bool timed) {
  json.key(name);
  if (timed) {
    json.value(trace::iso8601(wall_ns));
  } else {
    json.raw("null");
  }
}

std::string to_json(const trace::Trace& trace, const graph::SessionGraph& graph) {
  using graph::Outcome;
  constexpr auto kOneLine = JsonWriter::kOneLine;
  const bool timed = trace.about().timed;
  const std::vector<std::string> ids = node_ids(trace.sites(), graph.calls);

  JsonWriter json;
  json.object().member("graph_type", "session").member("format_version", uint64_t{1});
  json.member("session_id", trace::to_text(graph.session.id)).member("name", graph.session.name);
  json.member("trace", trace::to_text(trace.id())).member("outcome", graph::name_of(graph.session.outcome));
  write_time(json, "timestamp_start", graph.session.start_ns, timed);
  write_time(json, "timestamp_end", graph.session.start_ns + graph.session.duration_ns, timed);
  json.member("calls", graph.session.calls)
      .member("folded", graph.folded)
      .member("calls_left_out", graph.left_out);
  json.member("lower_bound", graph.session.lost_records);

  json.key("nodes").list();
  for (size_t i = 0; i < graph.calls.size(); ++i) {
    const graph::SessionCall& call = graph.calls[i];
    const trace::SiteDescription& site = trace.sites().at(call.site).description;
    const bool abandoned = call.outcome == Outcome::kAbandoned;
    json.object(kOneLine).member("id", ids[i]).member("function_name", site.function_name);
    json.key("input_shape").raw(site.input_shape).key("output_shape").raw(site.output_shape);
    json.member("result_type", graph::name_of(abandoned ? Outcome::kError : call.outcome));
    write_time(json, "timestamp_start", call.start_ns, timed);
    write_time(json, "timestamp_end", call.end_ns, timed);
    if (abandoned) json.member("abandoned", true);
    if (call.repeats > 1) json.member("repeats", call.repeats);
    json.end();
  }
  json.end();

  json.key("edges").list();
  for (size_t i = 0; i < graph.calls.size(); ++i) {
    const graph::SessionCall& call = graph.calls[i];
    const bool from_entry = call.caller == graph::SessionCall::kEntryCall;
    json.object(kOneLine).member("from", from_entry ? std::string(graph::kEntry) : ids[call.caller]);
    json.member("to", ids[i]).member("branch", graph::name_of(call.outcome));
    if (!call.detail.empty()) json.member("detail", call.detail);
    json.end();
  }
  json.end().end();
  return json.take();
}

void show(const Options& options) {
  const std::string prefix = checked_prefix(options.id);
  std::string found;
  for_each_trace(options.input, [&](std::unique_ptr<trace::Trace> trace) {
    const std::vector<trace::Uuid> ids = graph::find_sessions(*trace, prefix);
    report_losses(*trace);
    if (ids.empty()) return;
    if (!found.empty() || ids.size() > 1) {
      throw Error(options.input + ": several sessions start with '" + options.id +
                  "': more of the id is needed");
    }
    found = to_json(*trace, graph::session_graph(*trace, ids.front(), options.max_nodes));
  });
  if (found.empty())
    throw Error(options.input + ": has no session '" + options.id + "' (see flowlog sessions)");
  write_output(options.output, found);
}

}  // namespace

void declare_session(CLI::App& cli) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = cli.add_subcommand("session", "Print the graph of one session as JSON");
  command->add_option("IN", options->input, "A trace, a directory of traces, or - for standard input")
      ->required();
  command->add_option("ID", options->id, "The session's id, or enough of its beginning")->required();
  command
      ->add_option("--max-nodes", options->max_nodes,
                   "Fold repeated subtrees, and then leave calls out, where there would be more nodes")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("-o,--output", options->output, "Where to write, - for standard output")
      ->capture_default_str();
  command->callback([options] { show(*options); });
}

}  // namespace flowlog::cli
