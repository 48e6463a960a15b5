#include "render/diff_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../graph/diff_graph.h"
#include "hostile_names.h"

namespace flowlog::render {
namespace {

using graph::Made;
using graph::Outcome;
using testing::HasSubstr;
using testing::Not;

constexpr DiffNames kNames{"base.json", "head.json"};

struct Changed {
  graph::Graph base = graph::service().graph, head = graph::service().graph;
  graph::Diff diff() const { return graph::diff(base, head); }
};

Changed many_changes(int functions) {
  Made base = graph::service(), head = graph::service();
  for (int i = 0; i < functions; ++i) {
    const std::string name =
        "a::very_long_name_of_a_function_that_is_new_number_" + std::to_string(i) + "(int)";
    head.edge("a::serve()", name, 100, i % 2 ? Outcome::kError : Outcome::kSuccess);
  }
  return {base.graph, head.graph};
}

TEST(DiffReport, SaysThatNothingChanged) {
  const Changed same;
  EXPECT_THAT(diff_text(same.diff(), kNames, false), testing::StartsWith("nothing changed\n"));
  EXPECT_THAT(diff_markdown(same.diff(), kNames, ""), testing::StartsWith("**flowlog:** nothing changed\n"));
  EXPECT_EQ(diff_chart(same.base, same.head, same.diff()), "");
}

TEST(DiffReport, ColoursOnlyWhereAsked) {
  const Changed changed = many_changes(4);
  EXPECT_THAT(diff_text(changed.diff(), kNames, false), Not(HasSubstr("\x1b")));
  EXPECT_THAT(diff_text(changed.diff(), kNames, true), HasSubstr("\x1b[31m"));
}

TEST(DiffReport, MarkdownStaysBelowItsLimitAndSaysWhatItLeftOut) {
  for (const int functions : {10, 300, 3000}) {
    const Changed changed = many_changes(functions);
    const graph::Diff diff = changed.diff();
    const std::string text = diff_markdown(diff, kNames, diff_chart(changed.base, changed.head, diff));
    EXPECT_LT(text.size(), kMarkdownMost) << functions;
    EXPECT_THAT(text, HasSubstr(std::to_string(functions) + " new functions"));
    if (functions > 10) {
      EXPECT_THAT(text, HasSubstr("Left out: "));
    }
  }
}

TEST(DiffReport, APictureShowsWhatChangedAndWhatIsAtItsEdges) {
  Made base = graph::service(), head = graph::service();
  base.edge("b::put()", "b::old()", 100);
  head.edge("b::put()", "c::log()", 100, Outcome::kError);
  const graph::Diff diff = graph::diff(base.graph, head.graph);
  for (const std::string& picture :
       {diff_dot(base.graph, head.graph, diff), diff_chart(base.graph, head.graph, diff)}) {
    EXPECT_THAT(picture, HasSubstr("put"));
    EXPECT_THAT(picture, HasSubstr("gone"));
    EXPECT_THAT(picture, HasSubstr("fails anew"));
    EXPECT_THAT(picture, Not(HasSubstr("read")));
    EXPECT_THAT(picture, HasSubstr("what is the same"));
  }
}

TEST(DiffReport, HostileNamesStayText) {
  for (const std::string& name : hostile_names()) {
    Made base = graph::service(), head = graph::service();
    head.edge("a::serve()", name + "(", 100, Outcome::kError).details[name] = 100;
    head.edge("b::put()", "b::flush()", 100, Outcome::kError).details[name] = 100;
    const graph::Diff diff = graph::diff(base.graph, head.graph);
    const std::string markdown = diff_markdown(diff, {name, name}, "");
    for (const char* const markup : {"<img", "<script", "](", "**b", "@all", "`"})
      EXPECT_THAT(markdown.substr(markdown.find("<details>")), Not(HasSubstr(markup))) << name;
    for (const std::string& text :
         {diff_text(diff, kNames, false), markdown, diff_json(diff, {name, name})}) {
      EXPECT_THAT(text, Not(HasSubstr("\x1b"))) << name;
      EXPECT_THAT(text, Not(HasSubstr("\xE2\x80\xAE"))) << name;  // right to left
    }
  }
}

}  // namespace
}  // namespace flowlog::render
