#include "render/labels.h"

#include <gtest/gtest.h>

#include "text.h"

namespace flowlog::render {
namespace {

TEST(Labels, CountsAreExactUpToFiveDigits) {
  EXPECT_EQ(count_text(0), "0");
  EXPECT_EQ(count_text(99'999), "99999");
  EXPECT_EQ(count_text(100'000), "100k");
  EXPECT_EQ(count_text(999'499), "999k");
  EXPECT_EQ(count_text(999'500), "1.00M");
  EXPECT_EQ(count_text(12'340'000), "12.3M");
  EXPECT_EQ(count_text(UINT64_MAX), "18.4E");
  EXPECT_EQ(count_text(7, /*lower_bound=*/true), "\u22657");
}

TEST(Labels, DurationsHaveTheUnitThatFits) {
  EXPECT_EQ(duration_text(999), "999 ns");
  EXPECT_EQ(duration_text(3'400), "3.4 \u00B5s");
  EXPECT_EQ(duration_text(12'000'000), "12 ms");
  EXPECT_EQ(duration_text(999'600), "1.0 ms");
  EXPECT_EQ(duration_text(90'000'000'000), "90 s");
}

TEST(Labels, SharesSaySomethingOfLittle) {
  EXPECT_EQ(share_text(0, 7), "0 %");
  EXPECT_EQ(share_text(1, 7), "14.3 %");
  EXPECT_EQ(share_text(1, 1'000'000), "<0.1 %");
}

TEST(Labels, LongNamesLoseTemplateArgumentsThenParametersThenTheirMiddle) {
  EXPECT_EQ(compact_name("Map<int, char>::at", 30), "Map<int, char>::at");
  EXPECT_EQ(compact_name("Map<std::pair<int, char>, A>::at", 20), "Map<\u2026>::at");
  EXPECT_EQ(compact_name("at(unsigned long, unsigned long) const", 20), "at(\u2026) const");
  EXPECT_EQ(compact_name("f(int, int, int)::lambda#1(int, int) [src/file.cpp]", 20),
            "f(\u2026)::lambda#1(\u2026)");
  EXPECT_EQ(compact_name("(anonymous namespace)::f(long, int)", 28), "(anonymous namespace)::f(\u2026)");
  EXPECT_EQ(compact_name("f(unbalanced, unbalanced", 9), "f(un\u2026nced");
  EXPECT_EQ(compact_name(std::string(100, 'a'), 9), "aaaa\u2026aaaa");
}

TEST(Labels, OperatorsKeepTheirBrackets) {
  EXPECT_EQ(compact_name("A<int, int, int>::operator<<", 20), "A<\u2026>::operator<<");
  EXPECT_EQ(compact_name("A<int, int, int>::operator->", 20), "A<\u2026>::operator->");
  EXPECT_EQ(compact_name("A<int, int, int>::operator()", 20), "A<\u2026>::operator()");
}

TEST(Labels, ShapesReadLikeDeclarations) {
  EXPECT_EQ(shape_text(R"("int")"), "int");
  EXPECT_EQ(shape_text(R"({"n":"int","s":{"type":"S","fields":{"b":"bool"}}})"), "n: int, s: S {b: bool}");
  EXPECT_EQ(shape_text(R"({"type":"std::vector","items":"int"})"), "std::vector [int]");
  EXPECT_EQ(shape_text(R"({"type":"std::map","key":"int","value":"A"})"), "std::map [int: A]");
  EXPECT_EQ(shape_text(R"({"type":"A*","pointee":"A"})"), "A* to A");
  EXPECT_EQ(shape_text(R"({"type":"std::variant","alternatives":["A","B"]})"), "std::variant (A | B)");
  EXPECT_EQ(shape_text(R"({"type":"E","enumerators":["a","b"]})"), "E {a, b}");
}

}  // namespace
}  // namespace flowlog::render
