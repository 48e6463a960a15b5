// recorder.h: the recorder of this process: puts pool, writer and archive together, and knows when each is
// there.
//
//   idle -> starting -> running -> closed        off: could not be started
//
// It starts with the first record, since most processes that could record never do, and a forked child is one
// of them. A child starts again from idle, with a trace of its own.
#pragma once

#include <atomic>
#include <cstdint>

#include <flowlog/loss.h>
#include <sys/types.h>

#include "archiver.h"
#include "base/signals_blocked.h"
#include "chunk_queue.h"
#include "hot/thread_state.h"
#include "image_registry.h"
#include "loss_notes.h"
#include "options.h"
#include "pool.h"
#include "slow_path.h"
#include "writer_thread.h"

namespace flowlog::runtime {

using LossHandler = void (*)(const loss&);

class Recorder {
 public:
  constexpr Recorder() = default;

  // Reads the environment and prepares for fork and for threads' ends. Once, before anything else; not in a
  // handler.
  void attach(const ImageRegistry::Locked&);
  void attach();

  // Opens or closes the gates: the recorder itself goes on, and what is open is recorded to its end. Any
  // thread, not in signal handlers.
  void enable(bool on);

  // Whether nothing will ever be recorded again. Any thread.
  bool is_over() const {
    const State state = state_.load(std::memory_order_acquire);
    return state == State::kOff || state == State::kClosed;
  }

  // Hands the thread's chunk over, and gives it another.
  Room next_chunk(ThreadState& thread, const SignalsBlocked& blocked);

  // Whether a thread without a chunk would ask for one in vain. No system call.
  bool is_exhausted() const;

  // While recording: of a record that is dropped, and the clock of records.
  void count_dropped() { pool_.count_dropped(); }
  uint64_t ticks() const { return ticks_now(clock_); }

  // The chunk in which a word stands.
  const format::ChunkHeader* chunk_with(const uint64_t* word) const {
    return &pool_.header(pool_.index_of(word));
  }

  // The id of the site of that number; 0: it is not known. Takes a lock.
  uint64_t site_id(uint32_t number);

  // The thread ends, or will record no more for now. Signals are blocked.
  void hand_over(ThreadState& thread);
  void note_loss_of(ThreadState& thread);

  // The main thread has left by pthread_exit. The process now lives as long as any thread does, so the writer
  // does not stay when there is nothing to write.
  void main_thread_ended();

  void add_image(const ImageSections& sections, unsigned char* gate, const char* path);
  void remove_image(flowlog_site* begin);

  // Writes all that was recorded, and ends the trace. The program's threads may still run.
  void close();

  const unsigned char* trace() const { return trace_; }

  // Around fork: no handler runs, and the registry is whole. The child's thread forgets the parent's trace.
  void before_fork();
  void after_fork_in_parent();
  void after_fork_in_child(ThreadState& thread);

  // Whether this is a child that came to be without the above. Then its thread must forget the parent's trace
  // likewise, before it does anything else; signals are blocked.
  bool is_of_parent() const {
    // acquire: pairs with the release in attach; hot is marked when this says so.
    return is_marked_.load(std::memory_order_acquire) && !is_ours();
  }
  void after_fork_behind_our_back(ThreadState& thread);

  // Called on the writer thread, or on the one that ends the process, with what was dropped since the last
  // time.
  void on_loss(LossHandler handler) { loss_handler_.store(handler); }

 private:
  enum class State : uint32_t { kIdle, kStarting, kRunning, kOff, kClosed };

  void set_recording(const ImageRegistry::Locked&, bool on);
  void start_following();
  bool ensure_running();
  bool start();
  bool begin_trace(const ImageRegistry::Locked&);
  int create_pool();
  bool start_writer(const SignalsBlocked& blocked);
  uint32_t take_chunk(const ThreadState& thread, const SignalsBlocked& blocked);
  uint32_t take_chunk_of_fitting_size(const ThreadState& thread);
  void begin_chunk(ThreadState& thread, uint32_t index);
  void number_thread(ThreadState& thread);
  void forget_parent(ThreadState& thread);

  // On the writer thread, and when the trace is closed:
  bool serve();  // returns whether it was stopped, and has not left
  void follow_config_file();
  void archive_what_is_full(int descriptor, int open_error);
  void archive_full_chunks(int descriptor, bool closing);
  void give_back(uint32_t index);
  bool archive_chunk(int descriptor, uint32_t index, bool closing);
  bool archive_words(int descriptor, uint32_t index, uint32_t max_words);
  bool archive_cost(int descriptor);
  bool archive_rest(int descriptor);
  void complain_of_loss(int archive_error);
  void tell_of_loss();
  bool write_new_images(const ImageRegistry::Locked&, int descriptor);

  std::atomic<State> state_{State::kIdle};
  bool attached_ = false;
  std::atomic<bool> is_marked_{false};
  Options options_;
  ClockKind clock_ = ClockKind::kOff;
  unsigned char trace_[16] = {};

  ImageRegistry images_;
  sigset_t mask_before_fork_{};
  Pool pool_;
  ChunkQueue full_;
  ChunkQueue postponed_;  // the writer's own: full, but not to be written yet
  ChunkQueue held_;       // likewise: written, but its thread may still write into a hole
  Archiver archiver_;
  WriterThread writer_;

  std::atomic<uint32_t> threads_{0};
  FutexWord given_back_{0};           // chunks; who waits for one waits for this to change
  std::atomic<uint32_t> waiting_{0};  // threads that do
  std::atomic<bool> stalled_{false};  // the writer gets nowhere: waiting is no use
  std::atomic<bool> main_ended_{false};
  std::atomic<uint64_t> retry_writer_after_ns_{0};  // starting it failed
  pid_t pid_ = 0;                                   // whose trace it is

  LossNotes loss_notes_;  // of threads that could not write them down
  std::atomic<LossHandler> loss_handler_{nullptr};
  uint64_t told_records_ = 0;    // of the loss handler, so far
  bool has_complained_ = false;  // of loss
  bool cost_is_written_ = false;
  bool rest_is_written_ = false;
};

// Never destroyed: while the process ends its threads may be anywhere in here.
union RecorderOfProcess {
  constexpr RecorderOfProcess() : recorder() {}
  ~RecorderOfProcess() {}
  Recorder recorder;
};
extern constinit RecorderOfProcess recorder_of_process;
inline constexpr Recorder& recorder = recorder_of_process.recorder;

}  // namespace flowlog::runtime
