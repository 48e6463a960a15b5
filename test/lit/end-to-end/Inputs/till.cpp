// A program of its own that uses all that a user may include.
#include <flowlog/annotate.h>
#include <flowlog/outcome.h>
#include <flowlog/session.h>

#include <optional>
#include <stdexcept>
#include <string>

namespace till {

[[flowlog::track]] std::optional<int> price_of(const std::string& item) {
  if (item == "tea") return 4;
  return std::nullopt;
}

[[flowlog::track]] int total(const std::string& item, int pieces) {
  if (pieces < 1) throw std::invalid_argument("pieces");
  if (pieces > 9) flowlog::partial("the shelf holds nine");
  return price_of(item).value_or(0) * pieces;
}

FLOWLOG_SESSION int serve(const std::string& item, int pieces) {
  try {
    return total(item, pieces);
  } catch (const std::invalid_argument&) {
    return 0;
  }
}

}  // namespace till

int main() {
  const flowlog::session day("day");
  return till::serve("tea", 2) + till::serve("milk", 1) + till::serve("tea", 0) + till::serve("tea", 10) == 48
             ? 0
             : 1;
}
