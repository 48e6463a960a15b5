// recorder_archive.cpp: the way of full chunks into the archive: on the writer thread while the program runs,
// and on the thread that ends it.
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/complain.h"
#include "base/signals_blocked.h"
#include "config_file.h"
#include "cost.h"
#include "hot/thread_state.h"
#include "process.h"
#include "recorder.h"

namespace flowlog::runtime {
namespace {

using namespace format;

constexpr uint32_t kReadyBlocks = 4;  // kept backed and free, so that threads need not wait for the system
constexpr uint64_t kRetry_ns = 50'000'000;
constexpr uint64_t kConfigEvery_ns = 200'000'000;
constexpr uint64_t kClockEvery_ns = 1'000'000'000;
constexpr uint64_t kHolePatience_ns = 1'000'000'000;

// A place that was reserved and is not written yet: a signal handler interrupted the record, and filled the
// rest.
bool has_hole(const Pool& pool, uint32_t index) {
  const uint64_t* words = pool.words(index);
  for (uint32_t i = 0; i < pool.used_words(index); ++i) {
    if (load_word(words + i) == 0) return true;
  }
  return false;
}

// Whether a thread of ours has this number.
bool is_running(uint32_t os_thread) {
  return ::syscall(SYS_tgkill, ::getpid(), os_thread, 0) == 0 || errno != ESRCH;
}

// At a number that a loss handler, which is called on the writer thread, is unlikely to take for one of the
// program's.
int open_out_of_the_way(const Archiver& archiver) {
  constexpr int kFarOut = 900;
  const int descriptor = archiver.open();
  const int moved = descriptor < 0 ? -1 : ::fcntl(descriptor, F_DUPFD_CLOEXEC, kFarOut);
  if (moved < 0) return descriptor;
  ::close(descriptor);
  return moved;
}

// A descriptor of the program's stderr; -1 if there is none. Where the system does not lend the program's own
// (Linux 5.6), it is opened once more, which a socket can't be.
int borrow_stderr() {
  const auto process = static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0));
  const auto lent = static_cast<int>(::syscall(SYS_pidfd_getfd, process, STDERR_FILENO, 0));
  if (process >= 0) ::close(process);
  if (lent >= 0) return lent;
  return ::open("/proc/self/fd/2", O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

// On the writer thread, which has no descriptors of the program's: its stderr, as number 2, for a while.
class ProgramsStderr {
 public:
  ProgramsStderr() {
    const int opened = borrow_stderr();
    if (opened < 0 || opened == STDERR_FILENO) return;
    ::dup3(opened, STDERR_FILENO, O_CLOEXEC);
    ::close(opened);
  }
  ~ProgramsStderr() { ::close(STDERR_FILENO); }
  ProgramsStderr(const ProgramsStderr&) = delete;
};

}  // namespace

bool Recorder::serve() {
  int descriptor = -1;
  uint64_t next_clock_ns = monotonic_ns() + kClockEvery_ns;
  while (!writer_.should_stop()) {
    const uint32_t seen = writer_.wakeups();
    follow_config_file();
    if (state_.load(std::memory_order_acquire) == State::kRunning) {
      if (descriptor < 0) descriptor = open_out_of_the_way(archiver_);
      archive_what_is_full(descriptor, errno);
      if (monotonic_ns() >= next_clock_ns) {
        archiver_.add_clock(descriptor, read_clocks(clock_));
        next_clock_ns = monotonic_ns() + kClockEvery_ns;
      }
    }
    // If it is the last thread, the C library ends the process by it, as if there were no such thread.
    if (main_ended_.load() && full_.empty() && writer_.leave()) break;
    const bool something_left = !postponed_.empty() || !full_.empty() || main_ended_.load() ||
                                (!held_.empty() && waiting_.load() != 0);
    const uint64_t idle_ns = config_file.is_open() ? kConfigEvery_ns : kForever_ns;
    writer_.sleep(seen, something_left ? kRetry_ns : idle_ns);
  }
  // Not left to the thread that ends the process: it may be unable to open the file (setuid, chroot).
  const bool stopped = writer_.should_stop();
  if (stopped) {
    rest_is_written_ = archive_rest(descriptor);
    tell_of_loss();
  }
  if (descriptor >= 0) ::close(descriptor);
  return stopped;
}

// Only what it says of recording counts in a running program. What it says unclearly changes nothing.
void Recorder::follow_config_file() {
  if (!config_file.is_open() || !config_file.has_changed()) return;
  const ProgramsStderr lent;
  config_file.read();
  const char* const value = setting("TRACK_FLOW_ENABLED");
  const std::optional<bool> on = value == nullptr ? true : read_switch(value);
  if (on) return enable(*on);
  complain("recording stays as it is: TRACK_FLOW_ENABLED is not true or false but", value);
}

void Recorder::archive_what_is_full(int descriptor, int open_error) {
  if (write_new_images(ImageRegistry::Locked(images_), descriptor)) archive_full_chunks(descriptor, false);
  archive_cost(descriptor);
  const bool has_failed = archiver_.has_failed();
  if ((has_failed || was_cut()) && !has_complained_) {
    const ProgramsStderr lent;
    complain_of_loss(!has_failed ? 0 : descriptor < 0 ? open_error : archiver_.last_error());
  }
  tell_of_loss();
  while (pool_.free_blocks() < kReadyBlocks && pool_.add_block()) {
  }
}

void Recorder::complain_of_loss(int archive_error) {
  if (has_complained_) return;
  has_complained_ = archive_error == 0
                        ? complain("somebody cut off the buffer, and records with it, of", archiver_.path())
                        : complain("cannot write, and loses records when its memory is full,",
                                   archiver_.path(), archive_error);
}

void Recorder::tell_of_loss() {
  const LossHandler handler = loss_handler_.load();
  const uint64_t total = pool_.dropped_records();
  if (handler == nullptr || total == told_records_) return;
  handler({total - told_records_, total});
  told_records_ = total;
}

void Recorder::archive_full_chunks(int descriptor, bool closing) {
  const auto archive = [&](uint32_t index) {
    if (!archive_chunk(descriptor, index, closing)) postponed_.put(index);
  };
  postponed_.take_all(archive);
  full_.take_all(archive);
  held_.take_all([&](uint32_t index) {
    is_running(pool_.header(index).os_thread) ? held_.put(index) : give_back(index);
  });
}

void Recorder::give_back(uint32_t index) {
  pool_.give_back(index);
  given_back_.fetch_add(1, std::memory_order_acq_rel);
  stalled_.store(false, std::memory_order_relaxed);
  if (waiting_.load() != 0) futex_wake_all(given_back_);
}

// False if it must be tried again: the device is full, or a record in the chunk is not finished.
bool Recorder::archive_chunk(int descriptor, uint32_t index, bool closing) {
  if (pool_.header(index).thread == 0) {  // the pool was cut off
    pool_.count_dropped(pool_.used_words(index));
    give_back(index);
    return true;
  }
  if (pool_.state(index) == ChunkState::kFree) return true;  // written when closing failed half-way
  const bool may_be_filled = !closing && has_hole(pool_, index) && is_running(pool_.header(index).os_thread);
  if (may_be_filled && monotonic_ns() - pool_.full_since_ns(index) < kHolePatience_ns) return false;
  const uint64_t recorded_before = archiver_.recorded_words();
  if (!archive_words(descriptor, index, pool_.used_words(index))) return false;
  if (was_cut())
    pool_.count_dropped(pool_.used_words(index) - (archiver_.recorded_words() - recorded_before));
  // Into a hole that stays, its thread may write at any later time: such a chunk is not used again while that
  // lives.
  if (may_be_filled) {
    pool_.retire(index);
    held_.put(index);
  } else {
    give_back(index);
  }
  return true;
}

void Recorder::close() {
  const SignalsBlocked blocked;
  if (is_of_parent()) after_fork_behind_our_back(this_thread);
  State state = state_.load(std::memory_order_acquire);
  while (state == State::kStarting || !state_.compare_exchange_weak(state, State::kClosed)) {
    if (state == State::kStarting) ::sched_yield();
    state = state_.load(std::memory_order_acquire);
  }
  if (state != State::kRunning) return;
  hand_over(this_thread);
  note_loss_of(this_thread);
  {
    const ImageRegistry::Locked locked(images_);
    images_.set_gates(locked, false);
  }
  writer_.stop();
  if (!rest_is_written_) {
    const int descriptor = archiver_.open();
    const int open_error = errno;
    rest_is_written_ = descriptor >= 0 && archive_rest(descriptor);
    const int error = descriptor < 0 ? open_error : archiver_.last_error();
    if (descriptor >= 0) ::close(descriptor);
    if (!rest_is_written_) complain_of_loss(error != 0 ? error : EIO);
    tell_of_loss();
  }
  if (was_cut()) complain_of_loss(0);
  // What the archive did not take can still be read from the pool, if there is an archive to name it.
  if (rest_is_written_ || archiver_.file().is_lost()) pool_.remove_file();
}

// Not when the recorder starts, which is in the middle of a call. Programs that are over soon are measured at
// their end, others by the writer thread.
bool Recorder::archive_cost(int descriptor) {
  if (clock_ == ClockKind::kOff || cost_is_written_) return true;
  cost_is_written_ = archiver_.add_cost(descriptor, measure_cost());
  return cost_is_written_;
}

// Threads that still run go on writing into their chunks until the process ends, which does no harm: a chunk
// is written as it stands now. What is written is not written again.
bool Recorder::archive_rest(int descriptor) {
  {
    const ImageRegistry::Locked locked(images_);
    if (!write_new_images(locked, descriptor)) return false;
  }
  archive_full_chunks(descriptor, true);
  if (!archive_cost(descriptor)) return false;
  bool whole = true;
  pool_.for_each_in_use([&](uint32_t index) {
    if (archive_words(descriptor, index, pool_.words_in(index))) {
      pool_.retire(index);
    } else {
      whole = false;
    }
  });
  loss_notes_.for_each([&](const LossNote& note) { whole = whole && archiver_.add_loss(descriptor, note); });
  if (whole) loss_notes_.clear();
  return whole && archiver_.add_clock(descriptor, read_clocks(clock_)) &&
         archiver_.end(descriptor, pool_.dropped_records());
}

}  // namespace flowlog::runtime
