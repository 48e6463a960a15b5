// As many sessions as the first argument says, on two threads. Each looks an order up; of four orders two are paid, and a
// sixteenth of these payments is refused.
#include <flowlog/session.h>

#include <cstdlib>
#include <stdexcept>
#include <thread>

[[flowlog::track]] void look_up() {}
[[flowlog::track]] void pay(bool refused) {
  if (refused) throw std::runtime_error("refused");
}

void serve(long first, long end) {
  for (long i = first; i < end; i += 2) {
    const flowlog::session session("order");
    look_up();
    if (i % 4 < 2) continue;
    try {
      pay(i % 64 < 4);
    } catch (const std::runtime_error&) {
    }
  }
}

int main(int, char** arguments) {
  const long sessions = std::atol(arguments[1]);
  std::thread other(serve, 1, sessions);
  serve(0, sessions);
  other.join();
}
