#include "shop.h"

namespace payments {
[[flowlog::track]] int log(int cents) { return cents; }
struct Cash : Payment {
  [[flowlog::track]] int pay(int cents) override { return log(cents); }
};
struct Card : Payment {
  [[flowlog::track]] int pay(int cents) override { return cents > 100000 ? throw cents : log(cents); }
};
}  // namespace payments
int refund(int cents) { return -payments::log(cents); }
Payment& payment() {
  static payments::Cash cash;
  static payments::Card card;
  return (void)card, cash;
}
