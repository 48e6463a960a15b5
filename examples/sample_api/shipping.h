// shipping.h: from a basket to parcels.
#pragma once

#include <span>

#include "model.h"

namespace shop::shipping {

// How many parcels the lines need.
int pack(std::span<const Line> lines);

}  // namespace shop::shipping
