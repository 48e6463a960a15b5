// details_test.cpp: linkage names of types as people read them.
#include "graph/details.h"

#include <gtest/gtest.h>

#include <string>
#include <typeinfo>
#include <vector>

namespace flowlog::graph {
namespace {

TEST(Details, TypesOfBothStandardLibrariesAreSpelledAsPeopleDo) {
  EXPECT_EQ(demangled_type(typeid(std::string).name()), "std::string");
  EXPECT_EQ(demangled_type("St12out_of_range"), "std::out_of_range");
  EXPECT_EQ(demangled_type("NSt3__112basic_stringIcNS_11char_traitsIcEENS_9allocatorIcEEEE"), "std::string");
  EXPECT_EQ(demangled_type("N3app3BoxINSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEEEE"),
            "app::Box<std::string>");
}

TEST(Details, ClosingBracketsStandTogether) {
  EXPECT_EQ(demangled_type("1AI1BI1CI1DI1EEEEE"), "A<B<C<D<E>>>>");
  EXPECT_EQ(demangled_type("1AI1BI1CEE"), "A<B<C>>");
}

TEST(Details, WhatIsNoNameStaysAsItIs) {
  EXPECT_EQ(demangled_type("no name"), "no name");
  EXPECT_EQ(demangled_type(""), "");
}

TEST(Details, ANameThatStandsForGigabytesStaysAsItIs) {
  const std::string long_name = "1A" + std::string(300, 'I');
  EXPECT_EQ(demangled_type(long_name), long_name);
}

}  // namespace
}  // namespace flowlog::graph
