#include "images.h"

[[flowlog::track]] int near_by(int n) { return far_off(everywhere(n)); }
