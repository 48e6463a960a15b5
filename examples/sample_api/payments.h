// payments.h: taking the money, and the bank that stands behind it.
#pragma once

#include <stdexcept>

#include "model.h"

namespace shop::payments {

// The bank did not answer, twice.
struct ConnectionLost : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The bank is another process, on this machine. Before the first payment, and closed after the last one.
void connect_to_bank(int port);
void disconnect_from_bank();

// False: declined. Throws ConnectionLost. One thread at a time.
bool pay(const Payment& method, Cents amount);

}  // namespace shop::payments
