// shipping.cpp: see shipping.h.
#include "shipping.h"

namespace shop::shipping {

// Halves the basket until each part fits into one parcel: recursion is an edge of the function to itself.
[[flowlog::track]] int pack(std::span<const Line> lines) {
  constexpr int kPiecesPerParcel = 8;
  int pieces = 0;
  for (const Line& line : lines) pieces += line.quantity;
  if (pieces <= kPiecesPerParcel || lines.size() == 1) return 1;
  const auto half = lines.size() / 2;
  return pack(lines.first(half)) + pack(lines.subspan(half));
}

}  // namespace shop::shipping
