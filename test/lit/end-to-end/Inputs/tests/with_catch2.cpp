// with_catch2.cpp: sections within sections, a generator, a failure, and an exception out of a section.
#define CATCH_CONFIG_MAIN
#include <flowlog/test/catch2.h>

#include <stdexcept>

#include "cart.h"

TEST_CASE("A cart") {
  Cart cart;
  cart.add(1);
  SECTION("is told") {
    SECTION("its total") { REQUIRE(cart.total() == 10); }
    SECTION("a wrong one") { REQUIRE(cart.total() == 11); }
  }
  SECTION("is left") {
    cart.remove(1);
    throw std::runtime_error("left");
  }
}

TEST_CASE("Generated") { REQUIRE(Cart().remove(GENERATE(1, 2, 3)) < 0); }
