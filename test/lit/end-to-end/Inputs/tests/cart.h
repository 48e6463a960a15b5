// cart.h: what the tests of this folder test.
#pragma once

struct [[flowlog::track]] Cart {
  int items = 0;

  int add(int count) { return items += change(count); }
  int remove(int count) { return items -= change(count); }
  int total() const { return items * 10; }
  int refund();  // cart.cpp

 private:
  int change(int count) { return count; }
};
