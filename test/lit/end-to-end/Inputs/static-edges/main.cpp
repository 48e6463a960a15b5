#include <cstdlib>

#include "shop.h"

[[flowlog::track]] int sell(int item) { return payment().pay(discounted(item)); }
[[flowlog::track]] int take_back(int item) { return refund(price(item)); }
int main(int argc, char** argv) {
  const int item = argc > 1 ? std::atoi(argv[1]) : 1;
  return (item > 0 ? sell(item) : take_back(-item)) == 0;
}
