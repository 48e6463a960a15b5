#include "images.h"

[[flowlog::track]] int loaded_late(int n) { return near_by(everywhere(n)); }
