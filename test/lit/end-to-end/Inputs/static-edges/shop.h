// shop.h: what the units of the shop call of each other.
#pragma once

struct Payment {
  virtual ~Payment() = default;
  [[flowlog::track]] virtual int pay(int cents) = 0;
};

[[flowlog::track]] int price(int item);  // price.cpp
int discounted(int item);                // price.cpp; not tracked
Payment& payment();                      // libpayments.so; not tracked
[[flowlog::track]] int refund(int cents);
