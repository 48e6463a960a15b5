// api.cpp: see api.h.
#include "api.h"

#include "pricing.h"

namespace shop::api {

namespace {

template <class... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};

}  // namespace

Response Service::handle(const Request& asked) {
  const Response given = std::visit(Overloaded{[&](const OrderRequest& order) { return place(order); },
                                               [&](const QuoteRequest& quote) { return estimate(quote); },
                                               [&](const StatusRequest& status) { return look_up(status); },
                                               [&](const CancelRequest& cancel) { return call_off(cancel); }},
                                    asked);
  journal_.note({given.status, given.body});
  return given;
}

Response Service::place(const OrderRequest& asked) {
  const Confirmation made = orders::place(asked.what, warehouse_, book_);
  switch (made.what) {
    case Decision::kAccepted:
      return {201,
              "order " + std::to_string(made.number) + " in " + std::to_string(made.parcels) + " parcels"};
    case Decision::kInvalid:
      return {400, "not a valid order"};
    case Decision::kOutOfStock:
      return {409, "out of stock"};
    case Decision::kDeclined:
      return {402, "payment declined"};
    case Decision::kNoConnection:
      break;
  }
  return {503, "the bank does not answer"};
}

Response Service::estimate(const QuoteRequest& asked) {
  const pricing::Quote given = pricing::estimate(asked.what);
  return {given.unknown == 0 ? 200 : 206, std::to_string(given.total)};
}

Response Service::look_up(const StatusRequest& asked) {
  const auto found = book_.find(asked.number);
  return found ? Response{200, "on its way"} : Response{404, "no such order"};
}

Response Service::call_off(const CancelRequest& asked) {
  return orders::cancel(asked.number, warehouse_, book_) ? Response{200, "cancelled"}
                                                         : Response{404, "no such order"};
}

}  // namespace shop::api
