// slow_path.h: where the hot path goes when it cannot do with stores alone: about once in 8,000 records.
#pragma once

#include <flowlog/format.h>

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

// A record was dropped with which the thread's open calls fell to the outermost `calls`, which may be a
// token.
void lost_down_to(uint32_t calls);

// A session_position, packed into 61 bits; 0 is none, as a thread's number never is.
constexpr uint64_t packed_position(uint32_t thread, uint64_t chunk_sequence, uint32_t word) {
  return uint64_t{thread} << 37 | chunk_sequence << 13 | word;
}

// Where the word stands in its chunk; where a word stands that was reserved, and is not written yet.
inline uint64_t position_in(const format::ChunkHeader& chunk, const uint64_t* word) {
  const auto at = static_cast<uint32_t>(word - reinterpret_cast<const uint64_t*>(&chunk + 1));
  return packed_position(chunk.thread, chunk.sequence, at);
}
uint64_t position_of(const uint64_t* word);

// The id of the session whose first record stands there; all 0 for 0.
void session_id_at(uint64_t position, unsigned char id[16]);

// Likewise of the session of that number, which may have begun before the process was forked.
void session_id_of(uint64_t number, uint64_t position, unsigned char id[16]);

// Whether nothing is recorded any more.
bool is_over();

// What the environment asks for, where no image has come to be recorded yet. Takes a lock.
void learn_options();

// A flowlog::session was used wrongly: the first time that gets a line on stderr.
void tell_of_misuse(const char* how);

}  // namespace flowlog::runtime
