// traffic.h: the customers. Makes requests from a seed, the same ones on every machine.
#pragma once

#include <cstdint>
#include <random>

#include "api.h"

namespace shop {

class Traffic {
 public:
  explicit Traffic(std::uint64_t seed) : engine_(seed) {}

  api::Request next();

 private:
  // From 0 to n - 1. The distributions of <random> differ from library to library; the engine does not.
  int below(int n) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(n)); }
  bool one_in(int n) { return below(n) == 0; }

  Order basket();
  Payment wallet();

  std::mt19937_64 engine_;
  int orders_ = 0;  // asked for so far
};

}  // namespace shop
