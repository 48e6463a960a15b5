// A shop in two versions; -DVERSION=2 is the newer. It serves ten sessions, always the same.
#include <flowlog/session.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

namespace log [[flowlog::track]] {
void write(const std::string&) {}
}  // namespace flowlog::track]]

namespace store [[flowlog::track]] {
struct Item {
  int id;
#if VERSION == 2
  long price;
#else
  int price;
#endif
};

int take(const Item& item) {
#if VERSION == 2
  if (item.id == 7) throw std::out_of_range("sold");
  log::write("taken");
#endif
  return item.id;
}

#if VERSION == 1
void old_audit() {}
#endif
}  // namespace flowlog::track]]

namespace shop [[flowlog::track]] {
#if VERSION == 2
int price(int count, bool)
#else
int price(int count)
#endif
{
  return 3 * count;
}

void work(int) {  // takes longer in the newer version, however fast the machine
  const auto end = std::chrono::steady_clock::now() + std::chrono::microseconds(VERSION == 2 ? 900 : 300);
  while (std::chrono::steady_clock::now() < end) {
  }
}

int serve(int order) {
  int sum = 0;
  for (int i = 0; i < order % 3 + VERSION; ++i) work(i);
  try {
    sum += store::take({order, 1});
  } catch (const std::out_of_range&) {
    sum = -1;
  }
#if VERSION == 1
  store::old_audit();
  return sum + price(order);
#else
  return sum + price(order, true);
#endif
}
}  // namespace flowlog::track]]

int main() {
  for (int order = 0; order < 10; ++order) {
    flowlog::session session("order");
    shop::serve(order);
  }
}
