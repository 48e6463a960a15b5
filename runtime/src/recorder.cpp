// recorder.cpp: the way of chunks from thread to writer, and the recorder's start. What happens on the
// writer's side is in recorder_archive.cpp.
#include "recorder.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/complain.h"
#include "base/text.h"
#include "config_file.h"
#include "hot/open_sessions.h"
#include "hot/wide_record.h"
#include "open_sites.h"
#include "past_traces.h"
#include "process.h"
#include "received_headers.h"

namespace flowlog::runtime {

using namespace format;

constinit RecorderOfProcess recorder_of_process;
constinit PastTraces past_traces;

namespace {

constexpr uint64_t kRetryWriter_ns = 10'000'000;
constexpr char kSharedMemory[] = "/dev/shm";

bool has_room(const char* folder, const Pool::Shape& shape) {
  struct statvfs device;
  return ::statvfs(folder, &device) == 0 &&
         uint64_t{device.f_bavail} * device.f_frsize >= uint64_t{shape.blocks} * shape.block_bytes;
}

void make_trace_id(unsigned char id[16]) {
  if (::getrandom(id, 16, GRND_NONBLOCK) != 16) {
    const uint64_t weaker[2] = {monotonic_ns(), ticks_now(best_clock()) ^ static_cast<uint64_t>(::getpid())
                                                                              << 40};
    memcpy(id, weaker, 16);
  }
  id[6] = static_cast<unsigned char>((id[6] & 0x0F) | 0x40);  // a UUID of version 4
  id[8] = static_cast<unsigned char>((id[8] & 0x3F) | 0x80);
}

}  // namespace

void Recorder::attach(const ImageRegistry::Locked& locked) {
  if (attached_) return;
  attached_ = true;
  remember_stderr();
  if (const char* path = environment("FLOWLOG_CONFIG"); path != nullptr && *path != '\0')
    config_file.open(path);
  options_ = read_options(setting, [](const char* line) { complain(line); });
  archiver_.set_folder(options_.folder);
  clock_ = options_.timing == Timing::kAll ? best_clock() : ClockKind::kOff;
  make_trace_id(trace_);
  set_sampling(options_.recorded_of_billion);
  // Where the system is too old for it, a child that is made behind our back goes unnoticed.
  ::madvise(&hot, sizeof hot, MADV_WIPEONFORK);
  __atomic_store_n(&hot.is_ours, true, __ATOMIC_RELAXED);
  is_marked_.store(true, std::memory_order_release);
  prepare_process();
  set_recording(locked, options_.enabled);
  start_following();
}

void Recorder::attach() { attach(ImageRegistry::Locked(images_)); }

// The writer follows the configuration file, so there it is wanted before there is anything to write.
void Recorder::start_following() {
  if (!config_file.is_open()) return;
  call_at_thread_end();
  writer_.start([] { return recorder.serve(); });
}

void Recorder::enable(bool on) {
  const ImageRegistry::Locked locked(images_);
  attach(locked);
  if (!is_over()) set_recording(locked, on);
}

// The flag is for what is recorded without a gate.
void Recorder::set_recording(const ImageRegistry::Locked& locked, bool on) {
  __atomic_store_n(&recording, on, __ATOMIC_RELAXED);
  images_.set_gates(locked, on);
}

// ---- Chunks
// ------------------------------------------------------------------------------------------------------

Room Recorder::next_chunk(ThreadState& thread, const SignalsBlocked& blocked) {
  hand_over(thread);
  if (!ensure_running()) return Room::kNever;
  if (!full_.empty()) start_writer(blocked);
  if (thread.chunk != nullptr) return Room::kFound;  // starting it called a malloc that is traced
  const uint32_t index = take_chunk(thread, blocked);
  if (index == kNoIndex) return Room::kNone;
  begin_chunk(thread, index);
  return Room::kFound;
}

bool Recorder::is_exhausted() const {
  return state_.load(std::memory_order_acquire) == State::kRunning && pool_.is_exhausted() &&
         (options_.when_full == WhenFull::kDrop || stalled_.load(std::memory_order_relaxed)) &&
         (full_.empty() || writer_.is_running() ||
          monotonic_ns() < retry_writer_after_ns_.load(std::memory_order_relaxed));
}

void Recorder::hand_over(ThreadState& thread) {
  const uintptr_t cursor = is_parked(thread.cursor) ? thread.parked_cursor : thread.cursor;
  thread.cursor = 0;
  if (thread.chunk == nullptr) return;
  const uint32_t index = pool_.index_of(thread.chunk);
  const uintptr_t first = reinterpret_cast<uintptr_t>(pool_.words(index));
  const auto reached = static_cast<uint32_t>((cursor - first) / sizeof(uint64_t));
  if (open_sites_are_kept.load(std::memory_order_relaxed)) {
    thread.known_calls =
        open_sites_of(thread, reached < pool_.words_in(index) ? reached : pool_.words_in(index)).known();
  }
  thread.chunk = nullptr;
  pool_.mark_full(index, reached < pool_.words_in(index) ? reached : pool_.words_in(index), monotonic_ns());
  full_.put(index);
  writer_.wake();
}

void Recorder::main_thread_ended() {
  main_ended_.store(true);
  writer_.wake();
}

// Not in a handler, since starting a thread calls malloc: it waits for another occasion, or another thread.
// Nor in a child that borrows our memory (vfork), with which the thread would end.
bool Recorder::start_writer(const SignalsBlocked& blocked) {
  if (writer_.is_running()) return true;
  if (blocked.maybe_in_handler()) return false;
  if (monotonic_ns() < retry_writer_after_ns_.load(std::memory_order_relaxed)) return false;
  if (::getpid() == pid_) {
    this_thread.starts_writer = true;
    const bool started = writer_.start([] { return recorder.serve(); });
    this_thread.starts_writer = false;
    if (started) return true;
  }
  retry_writer_after_ns_.store(monotonic_ns() + kRetryWriter_ns, std::memory_order_relaxed);
  return false;
}

// A free chunk, or kNoIndex. Waiting, where it was asked for, is safe even in a handler: the writer needs
// nothing that the interrupted code could hold. It ends when the writer has got nowhere for a second.
uint32_t Recorder::take_chunk(const ThreadState& thread, const SignalsBlocked& blocked) {
  constexpr uint64_t kPatience_ns = 1'000'000'000;
  for (;;) {
    const uint32_t seen = given_back_.load(std::memory_order_acquire);
    const uint32_t index = take_chunk_of_fitting_size(thread);
    if (index != kNoIndex) return index;
    if (options_.when_full == WhenFull::kDrop || stalled_.load() || !start_writer(blocked)) return kNoIndex;
    waiting_.fetch_add(1);
    futex_wait(given_back_, seen, kPatience_ns);
    waiting_.fetch_sub(1);
    if (given_back_.load(std::memory_order_acquire) == seen) stalled_.store(true);
  }
}

// Whole blocks for the first threads, until these hold a quarter of the pool; the rest is for small chunks,
// and for what is on its way to the archive. A thread that had a small one gets no larger one: see is_word().
uint32_t Recorder::take_chunk_of_fitting_size(const ThreadState& thread) {
  constexpr uint32_t kShareOfWholeBlocks = 4;
  const bool has_small = thread.offset_mask == kSmallChunkBytes - 1;
  if (!has_small && pool_.owned_blocks() * kShareOfWholeBlocks < pool_.block_limit()) {
    const uint32_t block = pool_.take();
    if (block != kNoIndex) return block;
  }
  return pool_.take_small();
}

void Recorder::begin_chunk(ThreadState& thread, uint32_t index) {
  number_thread(thread);
  ChunkHeader header{};
  header.thread = thread.number;
  header.os_thread = static_cast<uint32_t>(::gettid());
  header.depth = recorded_calls(thread, calls_in(thread.depth));
  header.sequence = thread.next_sequence++;
  header.base_ticks = ticks_now(clock_);
  pool_.mark_owned(index, header);

  thread.base_ticks = header.base_ticks;
  thread.offset_mask = pool_.bytes(index) - 1;
  thread.cursor = reinterpret_cast<uintptr_t>(pool_.words(index));
  thread.chunk = const_cast<ChunkHeader*>(&pool_.header(index));
  if (thread.lost.count != 0) {
    put_payload(Wide::kLost, &thread.lost, sizeof thread.lost, header.base_ticks);
    thread.lost = {};
  }
  call_at_thread_end();  // last, since it may call a malloc that is traced, which then finds a chunk
}

void Recorder::number_thread(ThreadState& thread) {
  if (thread.number == 0) thread.number = threads_.fetch_add(1, std::memory_order_relaxed) + 1;
}

void Recorder::note_loss_of(ThreadState& thread) {
  if (thread.lost.count == 0) return;
  number_thread(thread);
  loss_notes_.add({{thread.number, static_cast<uint32_t>(::gettid()), thread.next_sequence++,
                    ticks_now(clock_), recorded_calls(thread, calls_in(thread.depth))},
                   thread.lost});
  thread.lost = {};
}

// ---- Start
// -------------------------------------------------------------------------------------------------------

// Whoever records first starts the recorder; the others wait for it. It cannot be interrupted by a handler of
// its own thread, so nobody waits for himself.
bool Recorder::ensure_running() {
  State state = state_.load(std::memory_order_acquire);
  if (state == State::kIdle && state_.compare_exchange_strong(state, State::kStarting)) return start();
  while (state == State::kStarting) {
    ::sched_yield();
    state = state_.load(std::memory_order_acquire);
  }
  return state == State::kRunning;
}

bool Recorder::start() {
  const ImageRegistry::Locked locked(images_);
  attach(locked);
  if (!is_recording()) {
    state_.store(State::kIdle, std::memory_order_release);
    return false;
  }
  if (!begin_trace(locked)) {
    images_.set_gates(locked, false);
    state_.store(State::kOff, std::memory_order_release);
    return false;
  }
  pid_ = ::getpid();
  __atomic_store(&hot.clock, &clock_, __ATOMIC_RELAXED);
  state_.store(State::kRunning, std::memory_order_release);
  return true;
}

// Leaves no file behind where it fails, and says why.
bool Recorder::begin_trace(const ImageRegistry::Locked& locked) {
  const char* executable = executable_path();
  if (const int error = archiver_.create(executable, trace_); error != 0) {
    complain("nothing is recorded; cannot make", archiver_.path(), error);
    return false;
  }
  if (const int error = create_pool(); error != 0) {
    complain("nothing is recorded; cannot make the buffer for", archiver_.path(), error);
    ::unlink(archiver_.path());
    return false;
  }
  guard_against_cut(pool_.header_range(), pool_.chunks_range());
  full_.reset(pool_.links());
  postponed_.reset(pool_.links());
  held_.reset(pool_.links());

  errno = 0;
  const int descriptor = archiver_.open();
  const bool begun =
      descriptor >= 0 && archiver_.begin(descriptor, options_, clock_, executable, pool_, trace_) &&
      archiver_.add_clock(descriptor, read_clocks(clock_)) && write_new_images(locked, descriptor);
  const int error = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (begun) return true;
  complain("nothing is recorded; cannot write", archiver_.path(), error);
  pool_.remove_file();
  ::unlink(archiver_.path());
  return false;
}

// In shared memory; where that cannot be had, or is smaller than the pool may grow, beside the archive.
int Recorder::create_pool() {
  Pool::Shape shape;
  shape.block_bytes = options_.chunk_kib << 10;
  shape.blocks = static_cast<uint32_t>((uint64_t{options_.pool_mib} << 20) / shape.block_bytes);

  Text<96> name;
  name.add("flowlog-").add_number(static_cast<uint64_t>(::getpid())).add("-").add_hex(trace_, sizeof trace_);
  Text<128> shared;
  shared.add(kSharedMemory).add("/").add(name.view());
  if (has_room(kSharedMemory, shape) && pool_.create(shared.c_str(), shape, trace_, archiver_.path()) == 0)
    return 0;
  static char beside_path[TraceFile::kMaxPath_bytes];  // the stack may be a signal handler's own small one
  TextWriter beside(beside_path, sizeof beside_path);
  beside.add(archiver_.file().folder()).add("/").add(name.view()).add(".pool");
  return pool_.create(beside.c_str(), shape, trace_, archiver_.path());
}

// ---- Fork
// --------------------------------------------------------------------------------------------------------

void Recorder::before_fork() {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  images_.lock();
  mask_before_fork_ = before;
}

void Recorder::after_fork_in_parent() {
  const sigset_t before = mask_before_fork_;
  images_.unlock();
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

// The lock is held: a thread of the parent's that wanted to start the recorder has not begun to, and is not
// here to do it.
void Recorder::after_fork_in_child(ThreadState& thread) {
  forget_parent(thread);
  after_fork_in_parent();
  start_following();
}

// Who held the lock is not here to give it back.
void Recorder::after_fork_behind_our_back(ThreadState& thread) {
  images_.renew_lock();
  forget_parent(thread);
}

// The other threads are not here, whatever they were doing; their locks are made anew.
void Recorder::forget_parent(ThreadState& thread) {
  thread = {};
  __atomic_store_n(&hot.is_ours, true, __ATOMIC_RELAXED);
  writer_.abandon();
  archiver_.abandon();
  stop_guarding();
  pool_.abandon();
  loss_notes_.clear();
  past_traces.add(trace_, forget_numbers());
  make_trace_id(trace_);
  set_sampling(options_.recorded_of_billion);  // by a seed of its own
  received_headers.clear();
  threads_.store(0);
  waiting_.store(0);
  stalled_.store(false);
  retry_writer_after_ns_.store(0);
  main_ended_.store(false);  // the thread that forked is the main one here
  told_records_ = 0;
  has_complained_ = cost_is_written_ = rest_is_written_ = false;
  images_.forget_written();
  config_file.forget();
  const State state = state_.load();
  if (state == State::kRunning || state == State::kStarting) state_.store(State::kIdle);
}

}  // namespace flowlog::runtime
