// api.h: the front door. Each request is one session.
#pragma once

#include <string>
#include <variant>

#include "audit.h"
#include "inventory.h"
#include "model.h"
#include "orders.h"

namespace shop::api {

struct OrderRequest {
  Order what;
};
struct QuoteRequest {
  Order what;
};
struct StatusRequest {
  int number = 0;
};
struct CancelRequest {
  int number = 0;
};
using Request = std::variant<OrderRequest, QuoteRequest, StatusRequest, CancelRequest>;

struct Response {
  int status = 200;  // as in HTTP
  std::string body;
};

class Service {
 public:
  explicit Service(audit::Journal& journal) : journal_(journal) {}

  // Answers one request; never throws.
  [[flowlog::session]] Response handle(const Request& asked);

 private:
  [[flowlog::track]] Response place(const OrderRequest& asked);
  [[flowlog::track]] Response estimate(const QuoteRequest& asked);
  [[flowlog::track]] Response look_up(const StatusRequest& asked);
  [[flowlog::track]] Response call_off(const CancelRequest& asked);

  audit::Journal& journal_;
  inventory::Warehouse warehouse_;
  orders::Book book_;
};

}  // namespace shop::api
