// pricing.h: what a basket costs.
#pragma once

#include "model.h"

namespace shop::pricing {

struct Quote {
  Cents total = 0;
  int unknown = 0;  // lines that have no price
};

// Every line must have a price.
Cents total(const Order& wanted);

// As far as it can be told: lines without a price are left out, and the call counts as partial.
Quote estimate(const Order& wanted);

}  // namespace shop::pricing
