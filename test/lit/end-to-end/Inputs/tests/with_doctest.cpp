// with_doctest.cpp: a suite, subcases within subcases, a template, a failure, and an exception out of a
// subcase.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <flowlog/test/doctest.h>

#include <stdexcept>

#include "cart.h"

TEST_SUITE("shop") {
  TEST_CASE("A cart") {
    Cart cart;
    cart.add(1);
    SUBCASE("is told") {
      SUBCASE("its total") { REQUIRE(cart.total() == 10); }
      SUBCASE("a wrong one") { CHECK(cart.total() == 11); }
    }
    SUBCASE("is left") {
      cart.remove(1);
      throw std::runtime_error("left");
    }
  }
}

TEST_CASE_TEMPLATE("Typed", T, int, char) { CHECK(Cart().total() == T(0)); }
