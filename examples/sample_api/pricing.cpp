// pricing.cpp: see pricing.h.
#include "pricing.h"

#include <flowlog/annotate.h>
#include <flowlog/outcome.h>

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

namespace shop {

// Marks every function in the block. The macro is the attribute where the compiler knows it, and nothing
// elsewhere: g++ warns of any attribute on a namespace.
namespace FLOWLOG_TRACK pricing {

// Sold one by one, or as a bundle of other products at a tenth less.
std::optional<Cents> price_of(const std::string& product) {
  static const std::map<std::string, Cents> kPrices = {{"tea", 450}, {"cup", 700}, {"pot", 2900}};
  static const std::map<std::string, std::vector<std::string>> kBundles = {
      {"tea set", {"pot", "cup", "cup", "tea"}}, {"gift box", {"tea set", "tea"}}};

  if (const auto found = kPrices.find(product); found != kPrices.end()) return found->second;
  const auto bundle = kBundles.find(product);
  if (bundle == kBundles.end()) return std::nullopt;  // counts as partial
  Cents sum = 0;
  for (const std::string& part : bundle->second) sum += price_of(part).value();
  return sum * 9 / 10;
}

struct Bulk {
  static Cents off(const Order& order, Cents sum) {
    const bool many = std::ranges::any_of(order.lines, [](const Line& line) { return line.quantity >= 5; });
    return many ? sum / 10 : 0;
  }
};

struct Loyalty {
  static Cents off(const Order& order, Cents sum) { return order.customer % 7 == 0 ? sum / 5 : 0; }
};

// One function in the graph; its instantiations are counted beside each other.
template <class Rule>
Cents discount(const Order& order, Cents sum) {
  return Rule::off(order, sum);
}

Cents total(const Order& wanted) {
  Cents sum = 0;
  for (const Line& line : wanted.lines) sum += price_of(line.product).value() * line.quantity;
  const Cents bulk = discount<Bulk>(wanted, sum);
  const Cents loyalty = discount<Loyalty>(wanted, sum);
  return sum - std::max(bulk, loyalty);
}

Quote estimate(const Order& wanted) {
  Quote quote;
  for (const Line& line : wanted.lines) {
    if (const auto price = price_of(line.product)) {
      quote.total += *price * line.quantity;
    } else {
      ++quote.unknown;
    }
  }
  if (quote.unknown > 0) flowlog::partial("a product has no price");
  return quote;
}

}  // namespace pricing
}  // namespace shop
