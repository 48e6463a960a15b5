#include "graph/diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "diff_graph.h"
#include "error.h"
#include "random_graph.h"
#include "sample_graph.h"

namespace flowlog::graph {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Diff between(const Graph& base, const Graph& head) { return diff(base, head, {"base.json", "head.json"}); }

// Everything that is in one graph only, as lines.
std::set<std::string> found(const Diff& diff, Change change) {
  std::set<std::string> lines;
  const auto arrow = [](const Pair& pair) {
    return pair.from + " " + pair.to + " " + std::to_string(pair.remote);
  };
  for (const auto& node : diff.nodes)
    if (node.change == change) lines.insert("node " + node.id);
  for (const auto& edge : diff.edges)
    if (edge.change == change)
      lines.insert("edge " + arrow(edge.pair) + (edge.static_only ? " in code" : ""));
  for (const auto& outcome : diff.outcomes)
    if (outcome.change == change)
      lines.insert("outcome " + arrow(outcome.pair) + " " + name_of(outcome.branch) + " " + outcome.detail);
  for (const auto& dependency : diff.dependencies)
    if (dependency.change == change) lines.insert("module " + dependency.from + " " + dependency.to);
  for (const auto& shape : diff.shapes)
    if (shape.change == change)
      lines.insert("shape " + shape.id + " " + shape.shapes.input + shape.shapes.output);
  return lines;
}

TEST(Diff, OfAGraphAndItselfIsEmpty) {
  EXPECT_TRUE(between(sample_graph(), sample_graph()).empty());
  EXPECT_TRUE(between({}, {}).empty());
  RandomGraphs random(1);
  for (int i = 0; i < 200; ++i) {
    const Graph graph = random.next("run");
    EXPECT_TRUE(between(graph, graph).empty()) << i;
  }
}

TEST(Diff, TheOtherWayRoundWhatWasAddedIsRemoved) {
  RandomGraphs random(2);
  for (int i = 0; i < 200; ++i) {
    const Graph a = random.next("a"), b = random.next("b");
    const Diff there = between(a, b), back = between(b, a);
    EXPECT_EQ(found(there, Change::kAdded), found(back, Change::kRemoved)) << i;
    EXPECT_EQ(found(there, Change::kRemoved), found(back, Change::kAdded)) << i;
    EXPECT_EQ(there.rates.size(), back.rates.size()) << i;
    EXPECT_EQ(there.times.size(), back.times.size()) << i;
  }
}

TEST(Diff, FindsAFunctionItsEdgeAndItsDependency) {
  const Made base = service();
  Made head = service();
  head.edge("b::put()", "c::log()", 500);

  const Diff diff = between(base.graph, head.graph);

  EXPECT_TRUE(diff.deterministic);
  ASSERT_THAT(diff.nodes, SizeIs(1));
  EXPECT_EQ(diff.nodes[0].id, "c::log()");
  EXPECT_EQ(diff.nodes[0].change, Change::kAdded);
  EXPECT_TRUE(diff.nodes[0].reason.certain());
  EXPECT_THAT(found(diff, Change::kAdded),
              ElementsAre("edge b::put() c::log() 0", "module b c", "node c::log()"));
  EXPECT_THAT(found(diff, Change::kRemoved), IsEmpty());
  EXPECT_THAT(diff.rates, IsEmpty());
}

TEST(Diff, FindsANewErrorAndAnotherTypeOfOne) {
  Made base = service();
  base.edge("b::put()", "b::flush()", 10, Outcome::kError).details["Full"] = 10;
  Made head = service();
  head.edge("b::put()", "b::flush()", 10, Outcome::kError).details = {{"Full", 6}, {"Gone", 4}};
  head.edge("a::serve()", "a::read()", 2, Outcome::kError);

  const Diff diff = between(base.graph, head.graph);

  EXPECT_THAT(found(diff, Change::kAdded), ElementsAre("outcome a::serve() a::read() 0 error ",
                                                       "outcome b::put() b::flush() 0 error Gone"));
}

TEST(Diff, AChangedSignatureIsOneFunction) {
  const Made base = service();
  Made head(100);
  head.edge(kEntry, "a::serve()", 100);
  head.edge("a::serve()", "a::read()", 301);
  head.edge("a::serve()", "b::write(int, bool)", 207);
  head.edge("b::write(int, bool)", "b::put()", 503);

  const Diff diff = between(base.graph, head.graph);

  ASSERT_THAT(diff.signatures, SizeIs(1));
  EXPECT_EQ(diff.signatures[0].base, "b::write(int)");
  EXPECT_EQ(diff.signatures[0].head, "b::write(int, bool)");
  EXPECT_THAT(found(diff, Change::kAdded), IsEmpty());
  EXPECT_THAT(found(diff, Change::kRemoved), IsEmpty());
}

TEST(Diff, OfSeveralOverloadsNoneIsTakenForAnother) {
  Made base = service(), head = service();
  base.edge("a::serve()", "a::f(int)", 50);
  base.edge("a::serve()", "a::f(long)", 50);
  head.edge("a::serve()", "a::f(char)", 100);
  const Diff diff = between(base.graph, head.graph);
  EXPECT_THAT(diff.signatures, IsEmpty());
  EXPECT_THAT(diff.nodes, SizeIs(3));
}

TEST(Diff, AFileThatWasRenamedIsNoNews) {
  Made base = service(), head = service();
  base.edge("a::serve()", "a::f(int) [old.cpp]", 50);
  head.edge("a::serve()", "a::f(int) [new.cpp]", 50);
  base.edge("a::serve()", "a::f(long) [old.cpp]", 50);
  head.edge("a::serve()", "a::f(long) [new.cpp]", 50);
  const Diff diff = between(base.graph, head.graph);
  EXPECT_THAT(diff.signatures, SizeIs(2));
  EXPECT_THAT(diff.edges, IsEmpty());
}

TEST(Diff, ShowsShapesFieldByField) {
  Made base = service(), head = service();
  base.node("a::read()")
      .shapes[{
          R"({"order":{"type":"Order","fields":{"id":"int","lines":{"type":"std::vector","items":{"type":"Line","fields":{"qty":"int"}}}}}})",
          R"("bool")"}] = 301;
  head.node("a::read()")
      .shapes[{
          R"({"order":{"type":"Order","fields":{"lines":{"type":"std::vector","items":{"type":"Line","fields":{"qty":"long"}}},"vip":"bool"}}})",
          R"("void")"}] = 301;

  const Diff diff = between(base.graph, head.graph);

  ASSERT_THAT(diff.shapes, SizeIs(2));  // one gone, one new
  EXPECT_TRUE(diff.shapes[1].replaced);
  EXPECT_EQ(diff.shapes[1].change, Change::kAdded);
  std::vector<std::string> fields;
  for (const FieldChange& field : diff.shapes[1].fields)
    fields.push_back(field.path + ": " + field.base + " -> " + field.head);
  EXPECT_THAT(fields, ElementsAre("order.id: \"int\" -> ", "order.lines[].qty: \"int\" -> \"long\"",
                                  "order.vip:  -> \"bool\"", "return: \"bool\" -> \"void\""));
}

// ---- What is missing may have other reasons

struct Doubted {
  Made base = service(), head = service();
  Doubted() { base.edge("a::serve()", "a::refund()", 60); }
  Doubt doubt() const {
    const Diff diff = between(base.graph, head.graph);
    EXPECT_THAT(found(diff, Change::kRemoved),
                ElementsAre("edge a::serve() a::refund() 0", "node a::refund()"));
    EXPECT_EQ(diff.nodes.at(0).reason.doubt, diff.edges.at(0).reason.doubt);
    return diff.edges.at(0).reason.doubt;
  }
};

TEST(Doubts, NoneWhereBothAreWhole) { EXPECT_EQ(Doubted().doubt(), Doubt::kNone); }

TEST(Doubts, LossOfAnyKind) {
  Doubted dropped, damaged, killed, lower_bound, none;
  dropped.head.run().dropped_records = 1;
  damaged.head.run().damaged_bytes = 1;
  killed.head.run().complete = false;
  for (Doubted* const doubted : {&dropped, &damaged, &killed}) EXPECT_EQ(doubted->doubt(), Doubt::kLoss);
  lower_bound.head.node("a::serve()").lower_bound = true;
  EXPECT_EQ(between(lower_bound.base.graph, lower_bound.head.graph).edges.at(0).reason.doubt, Doubt::kLoss);
}

TEST(Doubts, LossInBaseIsNoneForWhatIsGone) {
  Doubted doubted;
  doubted.base.run().dropped_records = 1;
  EXPECT_EQ(doubted.doubt(), Doubt::kNone);
}

TEST(Doubts, SamplingUnlessSoManySessionsHadItThatOneWouldHaveBeenRecorded) {
  Doubted few, many;
  few.base.graph.edges.at({"a::serve()", "a::refund()", Outcome::kSuccess}).frequency = 3;
  few.base.node("a::refund()").outcomes = {3, 0, 0, 0};
  for (Doubted* const doubted : {&few, &many}) doubted->head.run().sample_rate = 0.1;
  EXPECT_EQ(few.doubt(), Doubt::kSampling);
  EXPECT_EQ(many.doubt(), Doubt::kNone);
}

TEST(Doubts, ChanceWhereSessionsDiffer) {
  Doubted doubted;
  for (auto& [key, edge] : doubted.head.graph.edges) edge.frequency += edge.frequency / 3;
  doubted.base.graph.edges.at({"a::serve()", "a::refund()", Outcome::kSuccess}).exemplars = {};
  doubted.base.graph.edges.at({"a::serve()", "a::refund()", Outcome::kSuccess}).exemplars.add("one session");
  EXPECT_FALSE(between(doubted.base.graph, doubted.head.graph).deterministic);
  EXPECT_EQ(between(doubted.base.graph, doubted.head.graph).edges.at(0).reason.doubt, Doubt::kChance);
  DiffOptions same_work;
  same_work.same_work = true;
  EXPECT_TRUE(diff(doubted.base.graph, doubted.head.graph, same_work).edges.at(0).reason.certain());
}

TEST(Doubts, ATestThatDidNotRun) {
  Doubted doubted;
  const uint32_t refunds = doubted.base.graph.tests.number_of("Refunds");
  const uint32_t pays = doubted.base.graph.tests.number_of("Pays");
  doubted.base.node("a::refund()").tests.add(refunds);
  Edge& edge = doubted.base.graph.edges.at({"a::serve()", "a::refund()", Outcome::kSuccess});
  edge.tests.add(refunds);
  doubted.head.graph.tests.number_of("Pays");
  EXPECT_EQ(doubted.doubt(), Doubt::kTests);
  const Diff diff = between(doubted.base.graph, doubted.head.graph);
  EXPECT_EQ(diff.edges[0].reason.text, "the test Refunds did not run in HEAD");

  doubted.base.node("a::refund()").tests.add(pays);  // this one did, and called it no more
  edge.tests.add(pays);
  EXPECT_EQ(doubted.doubt(), Doubt::kNone);
}

TEST(Doubts, AProgramThatWasNotRun) {
  Doubted doubted;
  doubted.base.graph.runs["other"].executable = "/bin/refunds";
  doubted.base.node("a::refund()").image = "/bin/refunds";
  EXPECT_EQ(doubted.doubt(), Doubt::kProgram);
}

TEST(Doubts, WhatIsInTheCodeIsNotGone) {
  Doubted doubted;
  doubted.head.edge("a::serve()", "a::refund()", 0);
  EXPECT_EQ(doubted.doubt(), Doubt::kCode);
}

TEST(Doubts, WhatNeverRanIsComparedOnlyWhereBothKnowTheCode) {
  Made base = service(), head = service();
  base.edge("a::serve()", "a::refund()", 0);
  EXPECT_TRUE(between(base.graph, head.graph).empty());
  head.node("a::serve()").code_known = true;
  EXPECT_THAT(found(between(base.graph, head.graph), Change::kRemoved),
              ElementsAre("edge a::serve() a::refund() 0 in code", "node a::refund()"));
}

TEST(Diff, RefusesAViewByName) {
  Graph view = sample_graph();
  view.form = Form::kView;
  try {
    between(sample_graph(), view);
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("head.json: can't be compared"));
  }
}

TEST(Diff, OfStructuresSaysNothingOfTimes) {
  Graph base = structure_of(sample_graph()), head = structure_of(sample_graph());
  const Diff diff = between(base, head);
  EXPECT_TRUE(diff.empty());
  EXPECT_FALSE(diff.times_compared);
}

}  // namespace
}  // namespace flowlog::graph
