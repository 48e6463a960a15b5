#include "images.h"

[[flowlog::track]] int far_off(int n) {
  if (n > 100) throw n;
  return everywhere(n);
}
