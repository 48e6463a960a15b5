#include "shop.h"

[[flowlog::track]] static int coupon(int item) { return item / 10; }
int price(int item) { return item * 100; }
int discounted(int item) { return price(item) - (item > 9 ? coupon(item) : 0); }
