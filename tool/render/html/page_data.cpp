// page_data.cpp: see page_data.h.
#include "render/html/page_data.h"

#include <algorithm>
#include <array>
#include <bit>
#include <unordered_map>

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

class Writer {
 public:
  Writer(const graph::Graph& graph, GroupBy group_by)
      : graph_(graph), tests_(graph.tests), paths_(graph), group_by_(group_by) {}

  std::string take() {
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
    json_.end().key("places").object();
    for (const auto& [by, name] : kGroupings) write_places(name, places_of(group_nodes(graph_, by), calls));
    json_.end().key("tests").list();
    for (const std::string& test : tests_.names()) json_.value(shown(test));
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

std::string page_data(const graph::Graph& graph, GroupBy group_by) { return Writer(graph, group_by).take(); }

}  // namespace flowlog::render
