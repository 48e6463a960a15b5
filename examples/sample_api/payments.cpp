// payments.cpp: see payments.h.
#include "payments.h"

#include <system_error>

namespace shop::payments {

struct Receipt {
  Cents paid = 0;
};
struct Refusal {
  Cents missing = 0;
};

namespace bank {

// The line to the bank drops every so often.
[[flowlog::track]] bool send(const Card& card, Cents amount) {
  static int messages = 0;
  if (++messages % 11 == 0 || messages % 13 < 2) throw ConnectionLost("no answer");
  return amount <= card.limit;
}

// An error_code that is set counts as an error, like an exception.
[[flowlog::track]] std::error_code authorize(const Card& card, Cents amount) {
  const bool fine = send(card, amount);
  return fine ? std::error_code{} : std::make_error_code(std::errc::operation_not_permitted);
}

}  // namespace bank

// Tries again once. The second failure goes up, through every caller, to orders::place.
[[flowlog::track]] static bool charge(const Card& card, Cents amount) {
  try {
    return !bank::authorize(card, amount);
  } catch (const ConnectionLost&) {
    return !bank::authorize(card, amount);
  }
}

// Either alternative is a success; which one it was is told by the edge's details.
[[flowlog::track]] static std::variant<Receipt, Refusal> redeem(const Voucher& voucher, Cents amount) {
  if (voucher.worth < amount) return Refusal{amount - voucher.worth};
  return Receipt{amount};
}

[[flowlog::track]] static bool bill(const Invoice& invoice, Cents) { return !invoice.company.empty(); }

[[flowlog::track]] bool pay(const Payment& method, Cents amount) {
  if (const auto* card = std::get_if<Card>(&method)) return charge(*card, amount);
  if (const auto* voucher = std::get_if<Voucher>(&method)) {
    return std::holds_alternative<Receipt>(redeem(*voucher, amount));
  }
  return bill(std::get<Invoice>(method), amount);
}

}  // namespace shop::payments
