// with_gtest.cpp: plain, parameterised and typed tests; one fails, one is skipped.
#include <flowlog/test/gtest.h>

#include "cart.h"

struct CartTest : testing::Test {
  CartTest() { cart.add(1); }
  Cart cart;
};

[[flowlog::session]] int request(Cart& cart) { return cart.total(); }

TEST_F(CartTest, Totals) { EXPECT_EQ(request(cart), 10); }
TEST_F(CartTest, Fails) { EXPECT_EQ(cart.remove(2), 5); }
TEST(Other, IsSkipped) { GTEST_SKIP(); }
TEST(Other, CallsNothing) {}

struct Counts : testing::TestWithParam<int> {};
TEST_P(Counts, Remove) {
  Cart cart;
  EXPECT_EQ(cart.remove(GetParam()), -GetParam());
}
INSTANTIATE_TEST_SUITE_P(Few, Counts, testing::Values(1, 2));

template <class T>
struct Typed : testing::Test {};
using Types = testing::Types<int, char>;
TYPED_TEST_SUITE(Typed, Types);
TYPED_TEST(Typed, Total) { EXPECT_EQ(Cart().total(), TypeParam(0)); }
