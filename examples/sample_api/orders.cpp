// orders.cpp: see orders.h.
#include "orders.h"

#include "payments.h"
#include "pricing.h"
#include "shipping.h"

namespace shop::orders {

int Book::add(const Order& accepted) {
  orders_.emplace(++last_, accepted);
  return last_;
}

std::optional<Order> Book::find(int number) const {
  const auto found = orders_.find(number);
  return found == orders_.end() ? std::nullopt : std::optional(found->second);
}

void Book::remove(int number) { orders_.erase(number); }

[[flowlog::track]] static void check(const Line& line) {
  if (line.quantity < 1) throw InvalidOrder("quantity of " + line.product);
}

[[flowlog::track]] static void validate(const Order& wanted) {
  if (wanted.lines.empty()) throw InvalidOrder("an empty basket");
  for (const Line& line : wanted.lines) check(line);
}

[[flowlog::track]] Confirmation place(const Order& wanted, inventory::Warehouse& stock, Book& book) {
  try {
    validate(wanted);
    inventory::Hold held(stock);
    for (const Line& line : wanted.lines) {
      if (!held.add(line)) return {.what = Decision::kOutOfStock};
    }
    const Cents total = pricing::total(wanted);
    if (!payments::pay(wanted.pays_with, total)) return {.what = Decision::kDeclined};
    held.keep();
    return {Decision::kAccepted, book.add(wanted), total, shipping::pack(wanted.lines)};
  } catch (const InvalidOrder&) {
    return {.what = Decision::kInvalid};
  } catch (const payments::ConnectionLost&) {  // from deep below; the hold has put the goods back
    return {.what = Decision::kNoConnection};
  }
}

[[flowlog::track]] bool cancel(int number, inventory::Warehouse& stock, Book& book) {
  const auto found = book.find(number);
  if (!found) return false;

  // A lambda is marked like any other function.
  const auto restock = [&stock] [[flowlog::track]] (const Line& line) { stock.put_back(line); };
  for (const Line& line : found->lines) restock(line);
  book.remove(number);
  return true;
}

}  // namespace shop::orders
