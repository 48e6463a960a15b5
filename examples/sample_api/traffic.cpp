// traffic.cpp: see traffic.h.
#include "traffic.h"

#include <array>
#include <string>

namespace shop {

api::Request Traffic::next() {
  switch (below(10)) {
    case 0:
    case 1:
      return api::QuoteRequest{basket()};
    case 2:
      return api::StatusRequest{below(orders_ + 2)};
    case 3:
      return api::CancelRequest{below(orders_ + 2)};
    default:
      ++orders_;
      return api::OrderRequest{basket()};
  }
}

Order Traffic::basket() {
  static constexpr std::array kProducts = {"tea", "cup", "pot", "tea set", "gift box"};
  Order made{.customer = below(50), .lines = {}, .pays_with = wallet()};
  const int lines = one_in(20) ? 0 : 1 + below(4);  // an empty basket now and then
  for (int i = 0; i < lines; ++i) {
    const std::string product =
        one_in(15) ? "unicorn" : kProducts[static_cast<std::size_t>(below(kProducts.size()))];
    made.lines.push_back({product, one_in(25) ? 0 : 1 + below(6)});
  }
  return made;
}

Payment Traffic::wallet() {
  switch (below(5)) {
    case 0:
      return Invoice{one_in(4) ? "" : "Ada & Sons"};
    case 1:
      return Voucher{1000 + 1000 * below(20)};
    default:
      return Card{"4000-" + std::to_string(below(10000)), 2000 + 1000 * below(40)};
  }
}

}  // namespace shop
