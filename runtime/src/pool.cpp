// pool.cpp: the pool's file, its mapping, and how chunks come and go.
#include "pool.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"

#ifndef MADV_POPULATE_WRITE  // Linux 5.14
#define MADV_POPULATE_WRITE 23
#endif

namespace flowlog::runtime {
namespace {

using namespace format;

constexpr uint64_t kRetryFullDevice_ns = 100'000'000;

size_t file_bytes(const Pool::Shape& shape) {
  return kPoolHeaderBytes + size_t{shape.chunk_bytes} * shape.chunks;
}

}  // namespace

int Pool::create(const char* path, const Shape& shape, const unsigned char trace[16]) {
  const size_t path_bytes = strlen(path) + 1;
  if (path_bytes > sizeof path_) return ENAMETOOLONG;
  if (!private_.reserve((sizeof(Note) + sizeof(IndexLink)) * shape.chunks)) return ENOMEM;
  const int descriptor = ::open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (descriptor < 0) return errno;

  shape_ = shape;
  memcpy(path_, path, path_bytes);
  const bool made = ::fchmod(descriptor, 0600) == 0 &&
                    ::posix_fallocate(descriptor, 0, kPoolHeaderBytes) == 0 &&
                    ::ftruncate(descriptor, static_cast<off_t>(file_bytes(shape))) == 0 && map(descriptor);
  const int error = errno;
  ::close(descriptor);
  if (!made) {
    remove_file();
    return error != 0 ? error : ENOSPC;
  }

  notes_ = reinterpret_cast<Note*>(private_.data());
  links_ = reinterpret_cast<IndexLink*>(notes_ + shape.chunks);
  free_.reset(links_);
  failed_.reset(links_);
  free_count_ = 0;
  next_unbacked_ = 0;
  retry_after_ns_ = 0;
  memcpy(header_->trace, trace, sizeof header_->trace);
  header_->version = kPoolVersion;
  header_->chunk_bytes = shape.chunk_bytes;
  header_->pid = static_cast<uint32_t>(::getpid());
  memcpy(header_->magic, kPoolMagic, sizeof header_->magic);
  return 0;
}

bool Pool::map(int descriptor) {
  const size_t chunks_bytes = size_t{shape_.chunk_bytes} * shape_.chunks;
  reserved_bytes_ = chunks_bytes + shape_.chunk_bytes;
  void* reserved =
      ::mmap(nullptr, reserved_bytes_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (reserved == MAP_FAILED) return false;
  reserved_ = static_cast<std::byte*>(reserved);
  const uintptr_t mask = shape_.chunk_bytes - 1;
  chunks_ = reserved_ + ((~reinterpret_cast<uintptr_t>(reserved_) + 1) & mask);

  void* header = ::mmap(nullptr, kPoolHeaderBytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  void* chunks = ::mmap(chunks_, chunks_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, descriptor,
                        static_cast<off_t>(kPoolHeaderBytes));
  header_ = header == MAP_FAILED ? nullptr : static_cast<PoolHeader*>(header);
  return header_ != nullptr && chunks != MAP_FAILED;
}

// Gets memory from the device for a chunk and maps it, so that no store into it can fail or fault.
bool Pool::back(uint32_t index) {
  if (::madvise(chunk(index), shape_.chunk_bytes, MADV_POPULATE_WRITE) == 0) return true;
  if (errno != EINVAL) return false;                                      // the device or the memory is full
  const int descriptor = ::open(path_, O_RDWR | O_NOFOLLOW | O_CLOEXEC);  // an older kernel
  if (descriptor < 0) return false;
  const auto start = static_cast<off_t>(kPoolHeaderBytes + size_t{index} * shape_.chunk_bytes);
  const bool backed = ::posix_fallocate(descriptor, start, shape_.chunk_bytes) == 0;
  ::close(descriptor);
  return backed;
}

uint32_t Pool::take() {
  for (;;) {
    const uint32_t index = free_.pop();
    if (index != kNoIndex) {
      free_count_.fetch_sub(1, std::memory_order_relaxed);
      return index;
    }
    if (!add_chunk()) return kNoIndex;
  }
}

bool Pool::add_chunk() {
  if (retry_after_ns_.load(std::memory_order_relaxed) != 0 &&
      monotonic_ns() < retry_after_ns_.load(std::memory_order_relaxed)) {
    return false;
  }
  uint32_t index = failed_.pop();
  if (index == kNoIndex) {
    index = next_unbacked_.load(std::memory_order_relaxed);
    do {
      if (index == shape_.chunks) return false;
    } while (!next_unbacked_.compare_exchange_weak(index, index + 1, std::memory_order_acq_rel));
  }
  if (!back(index)) {
    failed_.push(index);
    retry_after_ns_.store(monotonic_ns() + kRetryFullDevice_ns, std::memory_order_relaxed);
    return false;
  }
  uint32_t count = __atomic_load_n(&header_->chunk_count, __ATOMIC_RELAXED);
  while (count <= index && !__atomic_compare_exchange_n(&header_->chunk_count, &count, index + 1, true,
                                                        __ATOMIC_RELEASE, __ATOMIC_RELAXED)) {
  }
  add_free(index);
  return true;
}

void Pool::add_free(uint32_t index) {
  free_count_.fetch_add(1, std::memory_order_relaxed);
  free_.push(index);
}

void Pool::retire(uint32_t index) {
  __atomic_store_n(&chunk(index)->state, static_cast<uint32_t>(ChunkState::kFree), __ATOMIC_RELEASE);
}

void Pool::give_back(uint32_t index) {
  retire(index);
  // What another process reads after a kill is what this one stored, in order, so the mark must not sink
  // below.
  std::atomic_thread_fence(std::memory_order_seq_cst);
  memset(words(index), 0, used_words(index) * sizeof(uint64_t));
  add_free(index);
}

void Pool::mark_owned(uint32_t index, const ChunkHeader& header) {
  ChunkHeader* at = chunk(index);
  at->thread = header.thread;
  at->os_thread = header.os_thread;
  at->depth = header.depth;
  at->sequence = header.sequence;
  at->base_ticks = header.base_ticks;
  // release: whoever sees the state sees the facts; pairs with the acquire in state().
  __atomic_store_n(&at->state, static_cast<uint32_t>(ChunkState::kOwned), __ATOMIC_RELEASE);
}

void Pool::mark_full(uint32_t index, uint32_t used_words, uint64_t now_ns) {
  notes_[index] = {used_words, now_ns};
  __atomic_store_n(&chunk(index)->state, static_cast<uint32_t>(ChunkState::kFull), __ATOMIC_RELEASE);
}

ChunkState Pool::state(uint32_t index) const {
  return static_cast<ChunkState>(__atomic_load_n(&chunk(index)->state, __ATOMIC_ACQUIRE));
}

void Pool::remove_file() {
  if (path_[0] != '\0') ::unlink(path_);
  path_[0] = '\0';
}

void Pool::abandon() {
  if (reserved_ != nullptr) ::munmap(reserved_, reserved_bytes_);
  if (header_ != nullptr) ::munmap(header_, kPoolHeaderBytes);
  reserved_ = chunks_ = nullptr;
  header_ = nullptr;
  path_[0] = '\0';
}

}  // namespace flowlog::runtime
