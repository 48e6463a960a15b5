// What the executable and its shared objects know of each other.
#pragma once

[[flowlog::track]] inline int everywhere(int n) {
  return n + 1;
}  // a copy in each image; one of them is used

int near_by(int n);                 // libnear.so
int far_off(int n);                 // libfar.so
extern "C" int loaded_late(int n);  // late.so, dlopen'ed
