// slow_path.cpp: see slow_path.h.
#include "slow_path.h"

#include <flowlog/format.h>
#include <flowlog/session_id.h>
#include <string.h>

#include "base/signals_blocked.h"
#include "hot/thread_state.h"
#include "recorder.h"

namespace flowlog::runtime {

namespace {

// Signals may not be blocked: a handler that drops records meanwhile adds to the same note, and one that
// writes them takes the note away, which leaves what follows to the next one.
void count_lost(ThreadState& thread) {
  if (thread.lost.count == 0) {
    thread.lost.since_ticks = recorder.ticks();
    thread.lost.least_depth = thread.depth;
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

void lost_down_to(uint32_t depth) {
  if (depth < this_thread.lost.least_depth) this_thread.lost.least_depth = depth;
}

void session_id_at(const uint64_t* header, unsigned char id[16]) {
  memset(id, 0, 16);
  if (header == nullptr || recorder.is_over()) return;
  const format::ChunkHeader* chunk = recorder.chunk_with(header);
  const auto word = static_cast<uint32_t>(header - reinterpret_cast<const uint64_t*>(chunk + 1));
  session_id(recorder.trace(), {chunk->thread, chunk->sequence, word}, id);
}

}  // namespace flowlog::runtime
