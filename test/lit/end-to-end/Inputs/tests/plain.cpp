// plain.cpp: a test program without any framework.
#include <cstdlib>

#include "cart.h"

int main(int, char** arguments) { return Cart().add(std::atoi(arguments[1])) == 1 ? 0 : 1; }
