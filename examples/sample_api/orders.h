// orders.h: from a basket to a confirmed order, or to the reason why not.
#pragma once

#include <map>
#include <optional>
#include <stdexcept>

#include "inventory.h"
#include "model.h"

namespace shop::orders {

struct InvalidOrder : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

// The accepted orders. `[[flowlog::track]]` on the class covers all its member functions.
class [[flowlog::track]] Book {
 public:
  int add(const Order& accepted);
  std::optional<Order> find(int number) const;  // empty: flowlog counts the call as partial
  void remove(int number);

 private:
  std::map<int, Order> orders_;
  int last_ = 0;
};

// Checks, reserves, prices, charges and packs. What goes wrong on the way is undone and told by the
// confirmation.
Confirmation place(const Order& wanted, inventory::Warehouse& stock, Book& book);

// Puts the goods back and the money too. False: there is no such order.
bool cancel(int number, inventory::Warehouse& stock, Book& book);

}  // namespace shop::orders
