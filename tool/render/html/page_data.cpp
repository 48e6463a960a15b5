// page_data.cpp: see page_data.h.
#include "render/html/page_data.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>
#include <unordered_map>
#include <variant>

#include "graph/graph_json.h"
#include "graph/source_paths.h"
#include "json_writer.h"
#include "render/html/places.h"
#include "render/labels.h"
#include "render/picture.h"
#include "text.h"

namespace flowlog::render {
namespace {

constexpr size_t kTextLimit = 2000;  // characters of a name or a shape

struct GroupingName {
  GroupBy by;
  const char* name;
};
constexpr GroupingName kGroupings[] = {{GroupBy::kNamespace, "namespace"},
                                       {GroupBy::kDirectory, "directory"},
                                       {GroupBy::kFile, "file"},
                                       {GroupBy::kImage, "image"}};

const char* name_of(GroupBy by) {
  return std::find_if(std::begin(kGroupings), std::end(kGroupings), [&](const auto& g) { return g.by == by; })
      ->name;
}

std::string shown(const std::string& text) { return shortened(printable(text), kTextLimit); }

// Bytes are characters, in C++ as in JavaScript.
bool is_plain(const std::string& id) {
  return id.size() <= kTextLimit &&
         std::all_of(id.begin(), id.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// Texts that many rows share.
class Texts {
 public:
  uint64_t number_of(const std::string& text) {
    const auto [at, fresh] = numbers_.try_emplace(text, texts_.size());
    if (fresh) texts_.push_back(shown(text));
    return at->second;
  }
  const std::vector<std::string>& all() const { return texts_; }

 private:
  std::unordered_map<std::string, uint64_t> numbers_;
  std::vector<std::string> texts_;
};

// Four bars an octave, whatever the histogram's own buckets are; the first value of bar b is
// 2^(b/4) * (1 + b%4 / 4).
uint32_t bar_of(uint64_t ns) {
  const auto octave = uint32_t(std::bit_width(std::max<uint64_t>(ns, 1)) - 1);
  const uint64_t quarter = octave >= 2 ? ns >> (octave - 2) & 3 : ns << (2 - octave) & 3;
  return 4 * octave + uint32_t(quarter);
}

// The first bar, and the height of each from there on as a digit: "0" for none, "z" for the highest.
void write_bars(JsonWriter& json, const graph::Histogram& histogram) {
  static constexpr char kDigits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  constexpr uint64_t kHighest = sizeof kDigits - 2;
  std::vector<double> bars;
  const uint32_t first = bar_of(graph::Histogram::floor_of(histogram.buckets().begin()->first));
  for (const auto& [bucket, values] : histogram.buckets()) {
    const size_t bar = bar_of(graph::Histogram::floor_of(bucket)) - first;
    if (bars.size() <= bar) bars.resize(bar + 1);
    bars[bar] += double(values);
  }
  const double most = *std::max_element(bars.begin(), bars.end());
  std::string heights;
  for (const double bar : bars)
    heights += kDigits[bar == 0 ? 0 : std::max<size_t>(1, size_t(bar / most * double(kHighest)))];
  json.value(uint64_t{first}).value(heights);
}

std::string value_text(const trace::LogRecord::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<int64_t>(&value)) return std::to_string(*number);
  if (const auto* number = std::get_if<uint64_t>(&value)) return std::to_string(*number);
  char text[32];
  const auto* narrow = std::get_if<float>(&value);
  std::snprintf(text, sizeof text, "%.9g", narrow != nullptr ? double(*narrow) : std::get<double>(value));
  return text;
}

// "paid amount=12 card=visa"
std::string log_text(const trace::LogRecord& record) {
  std::string text = record.event;
  for (const auto& field : record.fields) text += ' ' + field.key + '=' + value_text(field.value);
  return record.cut ? text + "\u2026" : text;
}

class Writer {
 public:
  Writer(const graph::Graph& graph, GroupBy group_by)
      : graph_(graph), tests_(graph.tests), paths_(graph), group_by_(group_by) {}

  std::string take(const std::vector<graph::SessionTimeline>& sessions) {
    const Picture picture = picture_of(graph_, GroupBy::kNamespace);
    Calls calls = number(picture);
    json_.object(JsonWriter::kDense).member("title", picture.title).member("group_by", name_of(group_by_));
    json_.key("notes").list();
    for (const std::string& note : picture.notes) json_.value(note);
    json_.end();
    json_.key("nodes").list();
    for (const auto& [id, node] : graph_.nodes) write_node(id, node, picture.boxes.at(id));
    json_.end().key("outside").list();
    for (const std::string& caller : picture.outside) json_.value(caller);
    json_.end().key("edges").list();
    for (const auto& [key, edge] : graph_.edges) write_edge(key, edge);
    json_.end().key("errors").list();
    for (const auto& [origin, errors] : graph_.errors) write_errors(origin, errors);
    json_.end().key("places").object();
    for (const auto& [by, name] : kGroupings) write_places(name, places_of(group_nodes(graph_, by), calls));
    json_.end().key("tests").list();
    for (const std::string& test : tests_.names()) json_.value(shown(test));
    json_.end().key("sessions").list();
    for (const graph::SessionTimeline& session : sessions)
      write_session(session, first_start(sessions, session));
    json_.end().key("texts").list();  // at last, when all are known
    for (const std::string& text : texts_.all()) json_.value(text);
    return json_.end().end().take();
  }

 private:
  Calls number(const Picture& picture) {
    Calls calls;
    for (const auto& [id, node] : graph_.nodes) {
      numbers_.emplace(id, uint32_t(numbers_.size()));
      calls.nodes.push_back(id);
    }
    for (const std::string& caller : picture.outside) numbers_.emplace(caller, uint32_t(numbers_.size()));
    calls.outside = picture.outside.size();
    for (const auto& [key, edge] : graph_.edges)
      calls.calls.push_back({numbers_.at(key.from), numbers_.at(key.to)});
    return calls;
  }

  void write_text(const std::string& text) { json_.value(texts_.number_of(text)); }

  // `calls`: of the function or edge; how many were timed is written only if that is another number.
  void write_duration(const graph::Histogram& duration, uint64_t calls) {
    if (duration.count() == 0) {
      json_.value(uint64_t{0});
      return;
    }
    json_.list().value(duration.count() == calls ? uint64_t{0} : duration.count()).value(duration.min());
    for (const double q : {0.5, 0.9, 0.99}) json_.value(duration.quantile(q));
    json_.value(duration.max()).value(duration.sum());
    write_bars(json_, duration);
    json_.end();
  }

  void write_exemplars(const graph::Exemplars& exemplars) {
    json_.list();
    for (const std::string& id : exemplars.ids()) write_text(id);
    json_.end();
  }

  // As in the graph's file: places in `tests`, or their bits in hexadecimal digits.
  void write_tests(const graph::TestSet& set) {
    if (set.empty()) {
      json_.value(uint64_t{0});
      return;
    }
    const std::vector<uint32_t> places = tests_.of(set);
    if (places.size() <= graph::most_tests_in_list(tests_.names().size())) {
      json_.list();
      for (const uint32_t place : places) json_.value(uint64_t{place});
      json_.end();
      return;
    }
    std::string digits(places.back() / 4 + 1, 0);
    for (const uint32_t place : places) digits[place / 4] = char(digits[place / 4] | 1 << place % 4);
    for (char& digit : digits) digit = "0123456789abcdef"[size_t(digit)];
    json_.value(digits);
  }

  // Pairs of shapes with their calls, the most frequent first.
  void write_shapes(const graph::Node& node) {
    std::vector<std::pair<graph::ShapePair, uint64_t>> shapes(node.shapes.begin(), node.shapes.end());
    std::stable_sort(shapes.begin(), shapes.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    json_.list();
    for (const auto& [pair, calls] : shapes) {
      json_.list();
      write_text(shape_text(pair.input));
      write_text(shape_text(pair.output));
      json_.value(calls).end();
    }
    json_.end();
  }

  void write_node(const std::string& id, const graph::Node& node, const Box& box) {
    json_.list().value(shown(id));
    const bool named_by_id = id.starts_with(node.function_name) && is_plain(id);
    named_by_id ? json_.value(uint64_t(node.function_name.size())) : json_.value(shown(node.function_name));
    box.name == name_in_module(node) ? json_.value(uint64_t{0}) : json_.value(box.name);
    write_text(node.module);
    write_text(paths_.within_project(node.file));
    json_.value(uint64_t{node.line});
    write_text(node.image);
    json_.list();
    for (const uint64_t calls : node.outcomes) json_.value(calls);
    json_.end().value(node.self_ns).value(node.recording_ns);
    write_duration(node.duration_ns, node.occurrences());
    write_duration(node.suspended_ns, node.occurrences());
    write_shapes(node);
    write_exemplars(node.exemplars);
    write_tests(node.tests);
    json_.value(uint64_t{node.lower_bound}).end();
  }

  void write_edge(const graph::EdgeKey& key, const graph::Edge& edge) {
    json_.list().value(uint64_t{numbers_.at(key.from)}).value(uint64_t{numbers_.at(key.to)});
    json_.value(uint64_t(key.branch)).value(edge.frequency);
    json_.value(uint64_t{edge.lower_bound} | uint64_t{edge.static_only} << 1 |
                uint64_t{edge.is_virtual} << 2 | uint64_t{key.remote != 0} << 3);
    write_duration(edge.duration_ns, edge.frequency);
    json_.list();
    for (const auto& [detail, calls] : edge.details) {
      json_.list();
      write_text(detail);
      json_.value(calls).end();
    }
    json_.end();
    write_exemplars(edge.exemplars);
    write_tests(edge.tests);
    json_.end();
  }

  // Of counted functions; those that a view left out are null.
  void write_counts(const std::map<std::string, uint64_t>& counts) {
    json_.list();
    for (const auto& [id, count] : counts) {
      json_.list();
      write_number(id);
      json_.value(count).end();
    }
    json_.end();
  }

  void write_number(const std::string& id) {
    const auto at = numbers_.find(id);
    at == numbers_.end() ? json_.raw("null") : json_.value(uint64_t{at->second});
  }

  // What became of the errors that began in one function: docs/graph.md, "Errors".
  void write_errors(const graph::ErrorOrigin& origin, const graph::Errors& errors) {
    json_.list();
    write_number(origin.function);
    write_text(origin.detail);
    json_.value(errors.occurrences()).value(errors.unhandled).list();
    for (const auto& [hops, count] : errors.hops) json_.list().value(hops).value(count).end();
    json_.end().list();
    for (const auto& [handler, handled] : errors.handlers) {
      json_.list();
      write_number(handler);
      json_.value(handled.count());
      write_counts(handled.then_called);
      json_.list();
      for (const uint64_t ended : handled.then_ended) json_.value(ended);
      json_.end().end();
    }
    json_.end();
    write_exemplars(errors.exemplars);
    json_.value(uint64_t{errors.lower_bound}).end();
  }

  // When the first part of a session began.
  static int64_t first_start(const std::vector<graph::SessionTimeline>& sessions,
                             const graph::SessionTimeline& of) {
    int64_t first = of.start_ns;
    for (const graph::SessionTimeline& session : sessions) {
      if (session.session == of.session) first = std::min(first, session.start_ns);
    }
    return first;
  }

  // Times are nanoseconds since `since_ns`.
  void write_session(const graph::SessionTimeline& session, int64_t since_ns) {
    const auto time = [&](int64_t ns) { json_.value(uint64_t(std::max<int64_t>(0, ns - since_ns))); };
    const auto place = [&](uint32_t call) {
      call == graph::SessionTimeline::kNoCall ? json_.raw("null") : json_.value(uint64_t{call});
    };
    json_.list();
    write_text(session.session);
    json_.value(shown(session.name)).value(shown(session.executable)).value(uint64_t{session.timed});
    time(session.start_ns);
    time(session.end_ns);
    json_.list();
    for (const graph::SessionTimeline::Call& call : session.calls) {
      const graph::SessionTimeline::Function& function = session.functions[call.function];
      json_.list();
      write_number(function.id);
      write_text(function.name);
      place(call.caller);
      json_.value(uint64_t{call.thread});
      time(call.start_ns);
      time(call.end_ns);
      json_.value(uint64_t(call.outcome)).list();
      for (const auto& [from_ns, to_ns] : call.suspended_ns) {
        time(from_ns);
        time(to_ns);
      }
      json_.end().end();
    }
    json_.end().list();
    for (const graph::SessionTimeline::Log& log : session.logs) {
      json_.list();
      time(log.time_ns);
      place(log.call);
      json_.value(uint64_t{log.thread}).value(trace::level_name(log.record.level));
      json_.value(shown(log_text(log.record))).end();
    }
    json_.end().value(session.left_out).end();
  }

  // A frame: its name, the number of the frame around it (none for the first), and its columns, in which
  // functions are their numbers, and frames theirs below zero: -1 is the frame 1.
  void write_places(const char* name, const Places& places) {
    json_.key(name).list();
    for (const Frame& frame : places) {
      json_.list().value(frame.name);
      frame.parent == Frame::kNoFrame ? json_.raw("null") : json_.value(uint64_t{frame.parent});
      json_.list();
      for (const auto& column : frame.columns) {
        json_.list();
        for (const Frame::Item& item : column)
          json_.raw((item.is_frame ? "-" : "") + std::to_string(item.number));
        json_.end();
      }
      json_.end().end();
    }
    json_.end();
  }

  const graph::Graph& graph_;
  const graph::Tests::Sorted tests_;
  const graph::SourcePaths paths_;
  const GroupBy group_by_;
  std::unordered_map<std::string, uint32_t> numbers_;
  Texts texts_;
  JsonWriter json_;
};

}  // namespace

std::string page_data(const graph::Graph& graph, GroupBy group_by,
                      const std::vector<graph::SessionTimeline>& sessions) {
  return Writer(graph, group_by).take(sessions);
}

}  // namespace flowlog::render
