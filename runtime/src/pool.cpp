// pool.cpp: the pool's file, its mapping, and how chunks come and go.
#include "pool.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/process_mark.h"
#include "clock.h"

#ifndef MADV_POPULATE_WRITE  // Linux 5.14
#define MADV_POPULATE_WRITE 23
#endif

namespace flowlog::runtime {
namespace {

using namespace format;

constexpr uint64_t kRetryFullDevice_ns = 100'000'000;

size_t file_bytes(const Pool::Shape& shape) {
  return kPoolHeaderBytes + size_t{shape.block_bytes} * shape.blocks;
}

}  // namespace

int Pool::create(const char* path, const Shape& shape, const unsigned char trace[16],
                 const char* archive_path) {
  const size_t path_bytes = strlen(path) + 1;
  if (path_bytes > sizeof path_) return ENAMETOOLONG;
  const size_t units = size_t{shape.blocks} * (shape.block_bytes / kSmallChunkBytes);
  if (!private_.reserve((sizeof(Note) + sizeof(IndexLink)) * units + shape.blocks)) return ENOMEM;
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
  links_ = reinterpret_cast<IndexLink*>(notes_ + units);
  backed_ = reinterpret_cast<std::atomic<bool>*>(links_ + units);
  for (uint32_t block = 0; block < shape.blocks; ++block) backed_[block] = false;
  free_.reset(links_);
  free_small_.reset(links_);
  failed_.reset(links_);
  free_count_ = 0;
  owned_count_ = 0;
  splitting_ = 0;
  next_unbacked_ = 0;
  retry_after_ns_ = 0;
  dropped_records_ = 0;
  images_bytes_ = 0;
  memcpy(header_->trace, trace, sizeof header_->trace);
  header_->version = kPoolVersion;
  header_->block_bytes = shape.block_bytes;
  header_->pid = static_cast<uint32_t>(::getpid());
  const archive::ProcessMark mark = archive::mark_of_process(header_->pid);
  header_->images_offset = file_bytes(shape);
  header_->process_started = mark.started;
  header_->pid_namespace = mark.pid_namespace;
  auto* const origin = reinterpret_cast<PoolOrigin*>(header_ + 1);
  const archive::PathScope scope = archive::scope_of_paths();
  origin->mount_namespace = scope.mount_namespace;
  origin->root_inode = scope.root_inode;
  if (const size_t bytes = strlen(archive_path) + 1; bytes <= sizeof origin->archive)
    memcpy(origin->archive, archive_path, bytes);
  memcpy(header_->magic, kPoolMagic, sizeof header_->magic);
  return 0;
}

bool Pool::map(int descriptor) {
  reserved_bytes_ = chunks_bytes() + shape_.block_bytes + kMaxImageCopiesBytes;
  void* reserved =
      ::mmap(nullptr, reserved_bytes_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (reserved == MAP_FAILED) return false;
  reserved_ = static_cast<std::byte*>(reserved);
  const uintptr_t mask = shape_.block_bytes - 1;
  chunks_ = reserved_ + ((~reinterpret_cast<uintptr_t>(reserved_) + 1) & mask);

  void* header = ::mmap(nullptr, kPoolHeaderBytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  void* chunks = ::mmap(chunks_, chunks_bytes(), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, descriptor,
                        static_cast<off_t>(kPoolHeaderBytes));
  header_ = header == MAP_FAILED ? nullptr : static_cast<PoolHeader*>(header);
  return header_ != nullptr && chunks != MAP_FAILED;
}

// Gets memory from the device for a block and maps it, so that no store into it can fail or fault.
bool Pool::back(uint32_t block) {
  if (::madvise(chunk(block), shape_.block_bytes, MADV_POPULATE_WRITE) == 0) return true;
  const bool is_unknown =
      errno == EINVAL || errno == EPERM || errno == ENOSYS;  // an older kernel, or a sandbox
  if (!is_unknown) return false;                             // the device or the memory is full
  const int descriptor = ::open(path_, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor < 0) return false;
  const auto start = static_cast<off_t>(kPoolHeaderBytes + size_t{block} * kSmallChunkBytes);
  const bool backed = ::posix_fallocate(descriptor, start, shape_.block_bytes) == 0;
  ::close(descriptor);
  return backed;
}

uint32_t Pool::take() {
  const uint32_t block = take_block();
  if (block != kNoIndex) owned_count_.fetch_add(1, std::memory_order_relaxed);
  return block;
}

// Of a crowd of threads that come at once, one splits a block and the others let it go first, for a while: if
// each took a block to split, the pool would be used up before the first of them has pieces to give.
uint32_t Pool::take_small() {
  constexpr int kPatience = 1000;
  if (units_per_block() == 1) return take();
  for (int yields = 0;; ++yields) {
    const uint32_t index = free_small_.pop();
    if (index != kNoIndex) return index;
    const bool is_first = splitting_.fetch_add(1, std::memory_order_acq_rel) == 0;
    const bool splits = is_first || yields >= kPatience;
    const uint32_t block = splits ? take_block() : kNoIndex;
    if (block != kNoIndex) split(block);
    splitting_.fetch_sub(1, std::memory_order_acq_rel);
    if (!splits) {
      ::sched_yield();
    } else if (block == kNoIndex) {
      return free_small_.pop();  // another may have come by one meanwhile
    }
  }
}

uint32_t Pool::take_block() {
  for (;;) {
    const uint32_t block = free_.pop();
    if (block != kNoIndex) {
      free_count_.fetch_sub(1, std::memory_order_relaxed);
      return block;
    }
    if (!add_block()) return kNoIndex;
  }
}

// The first header's size is written last: whoever reads the block sees it whole or split.
void Pool::split(uint32_t block) {
  for (uint32_t unit = units_per_block(); unit-- > 0;) set_bytes(block + unit, kSmallChunkBytes);
  for (uint32_t unit = units_per_block(); unit-- > 0;) free_small_.push(block + unit);
}

void Pool::set_bytes(uint32_t index, uint32_t bytes) {
  __atomic_store_n(&chunk(index)->bytes, bytes, __ATOMIC_RELEASE);
  __atomic_store_n(&notes_[index].bytes, bytes, __ATOMIC_RELEASE);
}

bool Pool::is_exhausted() const {
  return free_.empty() && free_small_.empty() && !may_add_block() &&
         splitting_.load(std::memory_order_relaxed) == 0;
}

bool Pool::may_add_block() const {
  if (failed_.empty() && unbacked_blocks() == 0) return false;
  const uint64_t retry_after_ns = retry_after_ns_.load(std::memory_order_relaxed);
  return retry_after_ns == 0 || monotonic_ns() >= retry_after_ns;
}

bool Pool::add_block() {
  if (!may_add_block()) return false;
  uint32_t block = failed_.pop();
  if (block == kNoIndex) {
    uint32_t next = next_unbacked_.load(std::memory_order_relaxed);
    do {
      if (next == shape_.blocks) return false;
    } while (!next_unbacked_.compare_exchange_weak(next, next + 1, std::memory_order_acq_rel));
    block = next * units_per_block();
  }
  if (!back(block)) {
    failed_.push(block);
    retry_after_ns_.store(monotonic_ns() + kRetryFullDevice_ns, std::memory_order_relaxed);
    return false;
  }
  set_bytes(block, shape_.block_bytes);
  backed_[block / units_per_block()].store(true, std::memory_order_release);
  const uint32_t end = block / units_per_block() + 1;
  uint32_t count = __atomic_load_n(&header_->block_count, __ATOMIC_RELAXED);
  while (count < end && !__atomic_compare_exchange_n(&header_->block_count, &count, end, true,
                                                     __ATOMIC_RELEASE, __ATOMIC_RELAXED)) {
  }
  add_free(block);
  return true;
}

void Pool::add_free(uint32_t index) {
  if (bytes(index) != shape_.block_bytes) return free_small_.push(index);
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
  if (bytes(index) == shape_.block_bytes) owned_count_.fetch_sub(1, std::memory_order_relaxed);
  notes_[index].used_words = used_words;
  notes_[index].full_since_ns = now_ns;
  __atomic_store_n(&chunk(index)->state, static_cast<uint32_t>(ChunkState::kFull), __ATOMIC_RELEASE);
}

uint32_t Pool::index_of(const void* address) const {
  const auto at = reinterpret_cast<uintptr_t>(address);
  const auto index = [this](uintptr_t begin) {
    return static_cast<uint32_t>((begin - reinterpret_cast<uintptr_t>(chunks_)) / kSmallChunkBytes);
  };
  const uint32_t block = index(at & ~uintptr_t{shape_.block_bytes - 1});
  return index(at & ~uintptr_t{bytes(block) - 1});
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
