// pages.h: a growing buffer straight from the system.
//
// The recorder works inside other people's programs, whose malloc may be traced, replaced, or interrupted
// half-way; so nothing here calls it. A failure is reported, never thrown.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>

namespace flowlog::archive {

// Not copyable. One thread at a time. Usable as a constant-initialised global.
class Pages {
 public:
  constexpr Pages() = default;
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;
  ~Pages() { release(); }

  // Makes room for at least `bytes`, keeping the contents. False if the system gives no memory; the buffer is
  // then as before.
  bool reserve(size_t bytes) {
    if (bytes <= capacity_) return true;
    const size_t wanted = (bytes + bytes / 2 + kPageBytes - 1) / kPageBytes * kPageBytes;
    void* moved = data_ == nullptr
                      ? ::mmap(nullptr, wanted, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                      : ::mremap(data_, capacity_, wanted, MREMAP_MAYMOVE);
    if (moved == MAP_FAILED) return false;
    data_ = static_cast<uint8_t*>(moved);
    capacity_ = wanted;
    return true;
  }

  void release() {
    if (data_ != nullptr) ::munmap(data_, capacity_);
    data_ = nullptr;
    capacity_ = 0;
  }

  uint8_t* data() const { return data_; }
  size_t capacity() const { return capacity_; }

 private:
  static constexpr size_t kPageBytes = 4096;
  uint8_t* data_ = nullptr;
  size_t capacity_ = 0;
};

}  // namespace flowlog::archive
