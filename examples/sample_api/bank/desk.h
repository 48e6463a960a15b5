// desk.h: the bank's side of a payment by card.
#pragma once

#include <cstdint>
#include <expected>
#include <stdexcept>

namespace bank {

using Cents = std::int64_t;

struct Charge {
  Cents limit = 0;  // of the card
  Cents amount = 0;
};

struct OverLimit {
  Cents missing = 0;
};

// The line to the customer's country drops every so often.
struct LineDropped : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// `[[flowlog::track]]` on the class covers all its member functions. One thread at a time.
class [[flowlog::track]] Desk {
 public:
  // The number of the booking. Throws LineDropped.
  std::expected<int, OverLimit> authorize(const Charge& asked);

 private:
  void reach_card_issuer();
  int book(const Charge& agreed);

  int messages_ = 0;
  int bookings_ = 0;
  Cents turnover_ = 0;
};

}  // namespace bank
