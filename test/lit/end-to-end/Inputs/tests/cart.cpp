// cart.cpp: what no test calls, and the linker keeps all the same.
#include "cart.h"

int Cart::refund() { return items = 0; }
