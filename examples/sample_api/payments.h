// payments.h: taking the money, and the bank that stands behind it.
#pragma once

#include <stdexcept>

#include "model.h"

namespace shop::payments {

// The line to the bank was lost, twice.
struct ConnectionLost : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// False: declined. Throws ConnectionLost.
bool pay(const Payment& method, Cents amount);

}  // namespace shop::payments
