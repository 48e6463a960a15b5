// payments.cpp: see payments.h.
#include "payments.h"

#include <flowlog/remote.h>
#include <httplib.h>

#include <memory>
#include <system_error>

namespace shop::payments {

struct Receipt {
  Cents paid = 0;
};
struct Refusal {
  Cents missing = 0;
};

namespace bank {

static std::unique_ptr<httplib::Client> line;

// The session goes along, so that what the bank does for it is part of it.
[[flowlog::track]] bool send(const Card& card, Cents amount) {
  httplib::Headers headers;
  flowlog::inject([&](std::string_view name, std::string_view value) { headers.emplace(name, value); });
  const std::string asked = std::to_string(card.limit) + " " + std::to_string(amount);
  const auto answer = line->Post("/authorize", headers, asked, "text/plain");
  if (!answer || answer->status == 503) throw ConnectionLost("no answer");
  return answer->status == 200;
}

// An error_code that is set counts as an error, like an exception.
[[flowlog::track]] std::error_code authorize(const Card& card, Cents amount) {
  const bool fine = send(card, amount);
  return fine ? std::error_code{} : std::make_error_code(std::errc::operation_not_permitted);
}

}  // namespace bank

void connect_to_bank(int port) {
  constexpr int kPatience_s = 5;  // with a bank that is there and says nothing
  bank::line = std::make_unique<httplib::Client>("127.0.0.1", port);
  bank::line->set_connection_timeout(kPatience_s);
  bank::line->set_read_timeout(kPatience_s);
  bank::line->set_keep_alive(true);
  bank::line->set_tcp_nodelay(true);
}

void disconnect_from_bank() { bank::line.reset(); }

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
