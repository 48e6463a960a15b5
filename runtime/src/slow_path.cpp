// slow_path.cpp: see slow_path.h.
#include "slow_path.h"

#include <flowlog/format.h>
#include <flowlog/session_id.h>
#include <string.h>

#include <atomic>

#include "base/complain.h"
#include "base/signals_blocked.h"
#include "hot/open_sessions.h"
#include "past_traces.h"
#include "recorder.h"

namespace flowlog::runtime {

namespace {

session_position unpacked(uint64_t position) {
  return {static_cast<uint32_t>(position >> 37), position >> 13 & 0xFFFFFF,
          static_cast<uint32_t>(position & 0x1FFF)};
}

// Signals may not be blocked: a handler that drops records meanwhile adds to the same note, and one that
// writes them takes the note away, which leaves what follows to the next one.
void count_lost(ThreadState& thread) {
  if (thread.lost.count == 0) {
    thread.lost.since_ticks = recorder.ticks();
    thread.lost.least_depth = recorded_calls(thread, calls_in(thread.depth));
  }
  __atomic_fetch_add(&thread.lost.count, 1, __ATOMIC_RELAXED);
  recorder.count_dropped();
}

// A cursor that was moved on with no chunk to move in is put back before it gets anywhere. False if a handler
// has given it a chunk meanwhile.
bool put_cursor_back(const ThreadState& thread) {
  const uintptr_t seen = *const_cast<const volatile uintptr_t*>(&thread.cursor);
  return !is_word(seen) && move_cursor(seen, 0);
}

}  // namespace

Room next_chunk(uint32_t words) {
  ThreadState& thread = this_thread;
  leave_parents_trace();
  if (recorder.is_over()) {
    thread.offset_mask = 0;
    return Room::kNever;
  }
  if (thread.chunk == nullptr && recorder.is_exhausted() && put_cursor_back(thread)) {
    count_lost(thread);
    return Room::kNone;
  }
  SignalsBlocked blocked;
  // A handler that traces may have taken a chunk before signals were blocked.
  if (words_left(thread.cursor) >= words) return Room::kFound;
  const Room room = recorder.next_chunk(thread, blocked);
  if (room == Room::kNone) count_lost(thread);
  return room;
}

bool leave_parents_trace() {
  if (!recorder.is_of_parent()) return false;
  const SignalsBlocked blocked;
  if (recorder.is_of_parent()) recorder.after_fork_behind_our_back(this_thread);
  return true;
}

void lost_down_to(uint32_t calls) {
  const uint32_t depth = recorded_calls(this_thread, calls_in(calls));
  if (depth < this_thread.lost.least_depth) this_thread.lost.least_depth = depth;
}

// The chunk can be no other thread's before the word is written.
uint64_t position_of(const uint64_t* word) { return position_in(*recorder.chunk_with(word), word); }

void session_id_at(uint64_t position, unsigned char id[16]) {
  memset(id, 0, 16);
  if (position != 0 && !recorder.is_over()) session_id(recorder.trace(), unpacked(position), id);
}

void session_id_of(uint64_t number, uint64_t position, unsigned char id[16]) {
  memset(id, 0, 16);
  const unsigned char* const trace = is_of_parent(number) ? past_traces.of(number) : recorder.trace();
  if (position != 0 && trace != nullptr) session_id(trace, unpacked(position), id);
}

bool is_over() { return recorder.is_over(); }

void learn_options() {
  const SignalsBlocked blocked;
  recorder.attach();
}

void tell_of_misuse(const char* how) {
  static constinit std::atomic<bool> told{false};
  if (told.exchange(true)) return;
  const SignalsBlocked blocked;
  complain("a flowlog::session was used wrongly, which is told once: it was", how);
}

}  // namespace flowlog::runtime
