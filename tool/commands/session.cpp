// session.cpp: `flowlog session IN... ID`: the graph of one session, call by call, or a diagram of it.
#include <algorithm>
#include <cctype>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
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
#include "render/sequence.h"

namespace flowlog::cli {
namespace {

struct Options {
  std::vector<std::string> inputs_and_id;  // the id comes last
  std::string output = kStandardStream;
  std::string format = "json";
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

// What one trace has of the session.
struct Part {
  std::unique_ptr<trace::Trace> trace;
  graph::SessionGraph graph;

  const trace::Site& site_of(const graph::SessionCall& call) const { return trace->sites().at(call.site); }
};

// One after the other: the part in which the session began, then the others by their start.
void put_in_order(std::vector<Part>& parts) {
  std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) {
    const auto place = [](const Part& part) {
      return std::make_tuple(part.graph.session.from_outside, part.graph.session.start_ns, part.trace->id());
    };
    return place(a) < place(b);
  });
}

// The ids of nodes: a function's own, with #2, #3 and so on from its second call. By part, then by call.
std::vector<std::vector<std::string>> node_ids(const std::vector<Part>& parts) {
  std::vector<std::vector<std::string>> ids;
  std::unordered_map<std::string, uint64_t> seen;
  std::unordered_set<std::string> taken;
  for (const Part& part : parts) {
    std::vector<std::string>& here = ids.emplace_back();
    for (const graph::SessionCall& call : part.graph.calls) {
      const std::string& id = part.site_of(call).description.id;
      std::string unique;
      do {  // again only where a function is named as if it were a further call of another
        const uint64_t number = ++seen[id];
        unique = number == 1 ? id : id + "#" + std::to_string(number);
      } while (!taken.insert(unique).second);
      here.push_back(std::move(unique));
    }
  }
  return ids;
}

// Where a call stands: its part, and its place there.
using Place = std::pair<size_t, size_t>;

// The call from which `call` was made in another process. Of several calls of its site, the one that ran
// then, as far as the clocks of the machines agree.
std::optional<Place> remote_caller_of(const std::vector<Part>& parts, const graph::SessionCall& call) {
  std::optional<Place> place;
  std::tuple<bool, bool, int64_t> best;  // ran then, began before, when it began
  for (size_t p = 0; p < parts.size(); ++p) {
    for (size_t i = 0; i < parts[p].graph.calls.size(); ++i) {
      const graph::SessionCall& caller = parts[p].graph.calls[i];
      if (parts[p].site_of(caller).id != call.remote_caller) continue;
      const bool before = caller.start_ns <= call.start_ns;
      const std::tuple fit(before && caller.end_ns >= call.start_ns, before, before ? caller.start_ns : 0);
      if (place && fit <= best) continue;
      best = fit;
      place = {p, i};
    }
  }
  return place;
}

// None for what was called from outside of all parts.
std::optional<Place> caller_of(const std::vector<Part>& parts, size_t part, const graph::SessionCall& call) {
  if (call.caller != graph::SessionCall::kEntryCall) return Place(part, call.caller);
  if (call.remote_caller == 0) return {};
  return remote_caller_of(parts, call);
}

void write_time(JsonWriter& json, const char* name, int64_t wall_ns, bool timed) {
  json.key(name);
  if (timed) {
    json.value(trace::iso8601(wall_ns));
  } else {
    json.raw("null");
  }
}

void write_node(JsonWriter& json, const Part& part, const graph::SessionCall& call, const std::string& id) {
  using graph::Outcome;
  const trace::SiteDescription& site = part.site_of(call).description;
  const bool timed = part.trace->about().timed;
  const bool abandoned = call.outcome == Outcome::kAbandoned;
  json.object(JsonWriter::kOneLine).member("id", id).member("function_name", site.function_name);
  json.key("input_shape").raw(site.input_shape).key("output_shape").raw(site.output_shape);
  json.member("result_type", graph::name_of(abandoned ? Outcome::kError : call.outcome));
  write_time(json, "timestamp_start", call.start_ns, timed);
  write_time(json, "timestamp_end", call.end_ns, timed);
  if (abandoned) json.member("abandoned", true);
  if (call.repeats > 1) json.member("repeats", call.repeats);
  json.end();
}

std::string to_json(const std::vector<Part>& parts) {
  const std::vector<std::vector<std::string>> ids = node_ids(parts);
  graph::SessionList sessions;
  bool folded = false;
  uint64_t left_out = 0;
  for (const Part& part : parts) {
    sessions.add(part.graph.session);
    folded |= part.graph.folded;
    left_out += part.graph.left_out;
  }
  sessions.unite_parts();
  const graph::SessionSummary session = sessions[0];

  JsonWriter json;
  json.object().member("graph_type", "session").member("format_version", uint64_t{1});
  json.member("session_id", trace::to_text(session.id)).member("name", session.name);
  json.member("trace", trace::to_text(parts.front().trace->id()));
  if (parts.size() > 1) {
    json.key("traces").list(JsonWriter::kOneLine);
    for (const Part& part : parts) json.value(trace::to_text(part.trace->id()));
    json.end();
  }
  json.member("outcome", graph::name_of(session.outcome));
  write_time(json, "timestamp_start", session.start_ns, session.timed);
  write_time(json, "timestamp_end", session.start_ns + session.duration_ns, session.timed);
  json.member("calls", session.calls).member("folded", folded).member("calls_left_out", left_out);
  json.member("lower_bound", session.lost_records);
  if (!session.attributes.entries().empty()) {
    json.key("attributes").object(JsonWriter::kOneLine);
    for (const auto& [key, value] : session.attributes.entries()) json.member(key, value);
    json.end();
  }

  json.key("nodes").list();
  for (size_t p = 0; p < parts.size(); ++p) {
    for (size_t i = 0; i < ids[p].size(); ++i) write_node(json, parts[p], parts[p].graph.calls[i], ids[p][i]);
  }
  json.end();

  json.key("edges").list();
  for (size_t p = 0; p < parts.size(); ++p) {
    for (size_t i = 0; i < ids[p].size(); ++i) {
      const graph::SessionCall& call = parts[p].graph.calls[i];
      const std::optional<Place> caller = caller_of(parts, p, call);
      const std::string from = caller                    ? ids[caller->first][caller->second]
                               : call.remote_caller == 0 ? graph::kEntry
                                                         : graph::remote_caller(call.remote_caller);
      json.object(JsonWriter::kOneLine).member("from", from).member("to", ids[p][i]);
      json.member("branch", graph::name_of(call.outcome));
      if (!call.detail.empty()) json.member("detail", call.detail);
      json.end();
    }
  }
  json.end().end();
  return json.take();
}

std::string to_sequence(const std::vector<Part>& parts) {
  std::vector<size_t> first;  // of each part
  size_t count = 0;
  for (const Part& part : parts) {
    first.push_back(count);
    count += part.graph.calls.size();
  }
  std::vector<render::SequenceCall> calls;
  uint64_t left_out = 0;
  for (size_t p = 0; p < parts.size(); ++p) {
    const std::string& path = parts[p].trace->about().executable;
    const std::string process = parts.size() == 1 ? "" : path.substr(path.rfind('/') + 1);
    left_out += parts[p].graph.left_out;
    for (const graph::SessionCall& call : parts[p].graph.calls) {
      render::SequenceCall& shown = calls.emplace_back();
      if (const std::optional<Place> caller = caller_of(parts, p, call))
        shown.caller = first[caller->first] + caller->second;
      shown.process = process;
      shown.function_name = parts[p].site_of(call).description.function_name;
      shown.outcome = call.outcome;
      shown.detail = call.detail;
      shown.repeats = call.repeats;
    }
  }
  return render::sequence_diagram(parts.front().graph.session.name, calls, left_out);
}

void show(const Options& options) {
  std::vector<std::string> inputs = options.inputs_and_id;
  const std::string id = inputs.back();
  inputs.pop_back();
  const std::string prefix = checked_prefix(id);
  std::vector<Part> parts;
  const auto add_part = [&](std::unique_ptr<trace::Trace> trace) {
    const std::vector<trace::Uuid> ids = graph::find_sessions(*trace, prefix);
    report_losses(*trace);
    const bool known = std::any_of(parts.begin(), parts.end(),
                                   [&](const Part& part) { return part.trace->id() == trace->id(); });
    if (ids.empty() || known) return;
    if (ids.size() > 1 || (!parts.empty() && parts.front().graph.session.id != ids.front())) {
      throw Error(trace->name() + ": several sessions start with '" + id + "': more of the id is needed");
    }
    graph::SessionGraph graph = graph::session_graph(*trace, ids.front(), options.max_nodes);
    parts.push_back({std::move(trace), std::move(graph)});
  };
  for (const std::string& input : inputs) for_each_trace(input, add_part);
  if (parts.empty()) {
    throw Error(inputs.front() + ": has no session '" + id + "' (see flowlog sessions)");
  }
  put_in_order(parts);
  write_output(options.output, options.format == "mermaid" ? to_sequence(parts) : to_json(parts));
}

}  // namespace

void declare_session(CLI::App& cli) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = cli.add_subcommand("session", "Print the graph of one session");
  command
      ->add_option(
          "IN ID", options->inputs_and_id,
          "Traces, directories of traces, or - for standard input; and last the session's id, or enough "
          "of its beginning")
      ->required()
      ->expected(2, CLI::detail::expected_max_vector_size);
  command->add_option("--format", options->format, "json: its calls and edges; mermaid: a sequence diagram")
      ->check(CLI::IsMember({"json", "mermaid"}))
      ->capture_default_str();
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
