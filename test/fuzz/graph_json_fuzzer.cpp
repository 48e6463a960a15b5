// graph_json_fuzzer.cpp: any bytes are either refused as a graph, or a graph that writes what it reads and can be drawn.
#include <cstdlib>
#include <string>
#include <string_view>

#include "error.h"
#include "graph/graph_json.h"
#include "render/dot.h"
#include "render/mermaid.h"
#include "render/stats_report.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, size_t length) {
  using namespace flowlog;
  graph::Graph graph;
  try {
    graph = graph::from_json({reinterpret_cast<const char*>(bytes), length}, "input");
  } catch (const Error&) {
    return 0;
  }
  const std::string written = graph::to_json(graph);
  if (graph::to_json(graph::from_json(written, "written")) != written) std::abort();
  const render::Picture picture = render::picture_of(graph, render::GroupBy::kNamespace);
  render::to_dot(picture);
  render::to_mermaid(picture);
  render::stats_text(graph, 10, /*color=*/false);
  return 0;
}
