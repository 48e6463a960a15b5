// inventory.cpp: see inventory.h.
#include "inventory.h"

namespace shop::inventory {

Warehouse::Warehouse()
    : shelves_{{"tea", 900}, {"cup", 700}, {"pot", 400}, {"tea set", 200}, {"gift box", 150}} {}

std::expected<int, Shortage> Warehouse::take(const Line& wanted) {
  int& left = shelf(wanted.product);
  if (left < wanted.quantity) return std::unexpected(Shortage{wanted.product, wanted.quantity - left});
  return left -= wanted.quantity;
}

void Warehouse::put_back(const Line& returned) { shelf(returned.product) += returned.quantity; }

Hold::~Hold() {
  for (const Line& line : lines_) from_.put_back(line);
}

bool Hold::add(const Line& wanted) {
  if (!from_.take(wanted)) return false;
  lines_.push_back(wanted);
  return true;
}

void Hold::keep() { lines_.clear(); }

}  // namespace shop::inventory
