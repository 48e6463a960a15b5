// slow_path.h: where the hot path goes when it cannot do with stores alone: about once in 8,000 records.
#pragma once

#include <cstdint>

namespace flowlog::runtime {

enum class Room : uint8_t {
  kFound,
  kNone,   // now: the record is dropped and counted
  kNever,  // nothing is recorded any more
};

// Gives this thread a chunk with room for `words` words, after handing the old one to the writer. Also starts
// the recorder with the first record of the process. Any thread, signal handlers too; keeps errno. While the
// pool is exhausted, a record that is dropped costs no system call.
__attribute__((noinline, cold)) Room next_chunk(uint32_t words);

// In a child that was made behind our back, whose thread still has its parent's chunk: takes leave of it, and
// returns true. The child records into a trace of its own from then on, as after fork. Any thread, signal
// handlers too.
bool leave_parents_trace();

// A record was dropped with which the thread's depth fell to `depth`.
void lost_down_to(uint32_t depth);

// The id of the session whose first record's header stands at `header`; all 0 for nullptr.
void session_id_at(const uint64_t* header, unsigned char id[16]);

}  // namespace flowlog::runtime
