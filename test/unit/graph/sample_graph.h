// sample_graph.h: the small graph that tests share, and that docs/graph.md shows.
#pragma once

#include <string>

#include "graph/graph.h"
#include "graph/graph_json.h"

namespace flowlog::graph {

// main serves 3 orders: one is refused with an exception, one is free of charge.
inline Graph sample_graph() {
  Graph graph;
  Run& run = graph.runs["8f14e45f-ceea-467f-9575-06f1b1d9c0de"];
  run.label = "build 42";
  run.executable = "/srv/shop/bin/shop";
  run.started = "2026-03-01T08:00:00.000000Z";
  run.sessions = 3;
  run.calls = 6;

  Node& serve = graph.nodes["shop::serve(shop::Order const&)"];
  serve.function_name = "shop::serve";
  serve.module = "shop";
  serve.file = "/srv/shop/src/serve.cpp";
  serve.line = 12;
  serve.image = "/srv/shop/bin/shop";
  serve.symbols["_ZN4shop5serveERKNS_5OrderE"] = 3;
  serve.shapes[{R"({"order":{"type":"shop::Order","fields":{"id":"int"}}})", R"("bool")"}] = 3;
  serve.outcomes = {2, 1, 0, 0};
  for (const uint64_t ns : {4000u, 5000u, 90'000u}) serve.duration_ns.add(ns);
  serve.self_ns = 40'000;
  serve.exemplars.add("2b1e7a4c-5c1f-4d52-9b8e-000000000001");

  Node& price = graph.nodes["shop::price(shop::Order const&)"];
  price.function_name = "shop::price";
  price.module = "shop";
  price.file = "/srv/shop/src/price/price.cpp";
  price.line = 7;
  price.image = "/srv/shop/bin/shop";
  price.symbols["_ZN4shop5priceERKNS_5OrderE"] = 3;
  const std::string order = R"({"order":{"type":"shop::Order","fields":{"id":"int"}}})";
  price.shapes[{order, R"({"type":"std::optional","alternatives":["int"]})"}] = 3;
  price.outcomes = {1, 1, 1, 0};
  for (const uint64_t ns : {1000u, 2000u, 56'000u}) price.duration_ns.add(ns);
  price.self_ns = 59'000;
  price.exemplars.add("2b1e7a4c-5c1f-4d52-9b8e-000000000001");

  const auto edge = [&](const char* from, const char* to, Outcome branch, uint64_t frequency, uint64_t ns,
                        uint64_t self_ns) -> Edge& {
    Edge& added = graph.edges[{from, to, branch}];
    added.frequency = frequency;
    added.duration_ns.add(ns, frequency);
    added.self_ns = self_ns;
    added.exemplars.add("2b1e7a4c-5c1f-4d52-9b8e-000000000001");
    return added;
  };
  const char* serve_id = "shop::serve(shop::Order const&)";
  const char* price_id = "shop::price(shop::Order const&)";
  edge(kEntry, serve_id, Outcome::kSuccess, 2, 4000, 6000);
  edge(kEntry, serve_id, Outcome::kError, 1, 90'000, 34'000).details["shop::NoSuchOrder"] = 1;
  edge(serve_id, price_id, Outcome::kSuccess, 1, 1000, 1000);
  edge(serve_id, price_id, Outcome::kPartial, 1, 2000, 2000).details["empty"] = 1;
  edge(serve_id, price_id, Outcome::kError, 1, 56'000, 56'000).details["shop::NoSuchOrder"] = 1;
  graph.variants["900150983cd24fb0"] = {3, {serve_id, price_id}, 0};
  return graph;
}

}  // namespace flowlog::graph
