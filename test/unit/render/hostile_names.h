// hostile_names.h: function ids that would break a format if they were not escaped.
#pragma once

#include <string>
#include <vector>

#include "graph/graph.h"

namespace flowlog::render {

inline const std::vector<std::string>& hostile_names() {
  static const std::vector<std::string> names = {
      "operator\"\" _km(long double)",
      "a::operator<(a::B const&, a::B const&)",
      "a::operator<=>(a::B const&) const",
      "a::operator&&(a::B)",
      "std::vector<std::map<int, char const*>>::at(unsigned long) [with T = int]",
      "f() [src/with space.cpp]",
      "ends_with_backslash\\",
      "\\N \\G \\l \\\"",
      "new\nline\tand\rreturn\x01\x7f",
      "&lt; &amp; &#10; #quot; #35;",
      "</script><b>bold</b><!-- -->",
      "]]> }; { | label=\"x\" ->",
      "%%{init: {}}%% %% comment",
      "style::x#a; classDef::y",
      "`code` *bold* _it_ 1. list",
      "Gr\u00FC\u00DFe::\u4E2D\u6587\U0001F600()",
      "not utf-8 \xC3\x28 \xFF\xFE",
      "end",
      "graph",
      "",
      std::string(5000, 'x') + "(int)",
  };
  return names;
}

// Each of them called once from (entry), from the first, and with an error in its own detail.
inline graph::Graph graph_of_hostile_names() {
  graph::Graph graph;
  const std::string& first = hostile_names().front();
  for (const std::string& name : hostile_names()) {
    graph::Node& node = graph.nodes[name];
    node.function_name = node.module = node.file = node.image = name;
    node.shapes[{"{\"<\\\"&\\\\>\":\"a<b>\"}", "\"void\""}] = 2;
    node.outcomes = {1, 1, 0, 0};
    graph.edges[{graph::kEntry, name, graph::Outcome::kSuccess}].frequency = 1;
    graph::Edge& edge = graph.edges[{first, name, graph::Outcome::kError}];
    edge.frequency = 1;
    edge.details[name] = 1;
    graph::Errors& errors = graph.errors[{name, name}];
    errors.hops[0] = 2;
    errors.handlers[name].then_called[name] = 1;
    errors.handlers[name].then_ended[0] = 1;
  }
  graph.variants["0"].sessions = 200;
  graph.variants["1"] = {1, hostile_names(), 0, first};
  graph.runs["1"].executable = "/bin/<\"&\\>\n";
  return graph;
}

}  // namespace flowlog::render
