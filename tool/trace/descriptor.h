// descriptor.h: a file descriptor that is closed with its owner.
#pragma once

#include <unistd.h>

namespace flowlog::trace {

// -1 where the file could not be opened.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return number_; }

 private:
  const int number_;
};

}  // namespace flowlog::trace
