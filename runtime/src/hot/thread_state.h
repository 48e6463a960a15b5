// thread_state.h: what each thread has of its own, and how a place for a record is reserved.
//
// The folder hot/ is what runs in every tracked call. Nothing in it locks, allocates, waits or makes a system
// call; what must do such a thing goes to slow_path.h, out of line.
//
// A signal handler that traces may run between any two instructions here. So a place is reserved with one
// instruction that moves the cursor, and whether the place is good is told from its address alone, never from
// other fields, which the handler may have changed meanwhile. The handler's records then stand behind the
// place of the interrupted one.
#pragma once

#include <flowlog/format.h>

#include <cstdint>

#include "../clock.h"
#include "../known_calls.h"

namespace flowlog::runtime {

enum class SessionKind : uint8_t {
  kNone,      // not written yet
  kExplicit,  // a flowlog::session
  kCall,      // it lasts as long as the call that starts it
  kCarried,   // it began elsewhere; the piece of a coroutine that runs belongs to it
  kAdopted,   // likewise; the thread works for it under the context of that number
};

struct OpenSession {
  uint64_t number = 0;    // sampling.h; 0: nothing is known of it
  uint64_t position = 0;  // packed session_position of its first record; 0: not recorded, or not known
  uint64_t shared = 0;    // live_sessions.h; 0: it has not been shared, or not by flowlog::session
  uint32_t depth =
      0;  // calls open on the thread when it began, its own included; later, fewer if they returned
  SessionKind kind = SessionKind::kNone;
  bool skipped = false;      // by sampling
  bool has_headers = false;  // received_headers.h
  bool is_plain = false;  // a flowlog::session that ends with a record, and nothing else is to be done then
};

inline constexpr uint32_t kMaxOpenSessions = 16;  // on a thread; deeper ones count as their enclosing ones

struct ThreadState {
  uintptr_t cursor = 0;       // address of the next word; outside any chunk's words if there is no chunk
  uintptr_t offset_mask = 0;  // size of the thread's chunks - 1; 0: no address is good
  uint64_t base_ticks = 0;
  uint32_t depth =
      0;  // calls that are open, those whose enter was dropped too; and sessions: open_sessions.h

  bool starts_writer = false;  // and so is in the recorder already, when pthread_create shares its session

  uintptr_t next_number = 0;               // sampling.h
  uintptr_t parked_cursor = 0;             // where the cursor stood; open_sessions.h
  uintptr_t parkings = 0;                  // so far
  OpenSession sessions[kMaxOpenSessions];  // the innermost last
  uint32_t deeper_sessions = 0;            // flowlog::sessions that found no room there
  uint32_t deeper_recorded = 0;            // of these, those in the trace
  uint64_t ends_elsewhere = 0;             // of which it has heard; ends_elsewhere.h

  // What was dropped since the last record that was written (slow_path.cpp).
  format::LostRecords lost{};

  // Only with signals blocked (slow_path.h):
  uint32_t number = 0;  // of the thread in the trace; 0: none yet
  uint64_t next_sequence = 0;
  format::ChunkHeader* chunk = nullptr;
  KnownCalls known_calls;  // before this chunk; open_sites.h
};

// What all threads read in every call, and nobody writes while recording.
// They have a page of their own, which the system clears in a child (madvise): one that was made without
// fork's handlers, by _Fork or a raw clone, finds no clock in it before it has written anything into its
// parent's chunk, and no mark.
struct alignas(4096) HotGlobals {
  ClockKind clock = ClockKind::kNone;
  bool is_ours = false;
};

#define FLOWLOG_INITIAL_EXEC __attribute__((tls_model("initial-exec")))
extern constinit thread_local ThreadState this_thread FLOWLOG_INITIAL_EXEC;
extern constinit HotGlobals hot;

// The clock, for what may run while another thread starts the recorder, and whether there is one for this
// process. The hooks of every call read it when they have found a place, which there is none before that.
inline ClockKind clock_now() {
  ClockKind clock;
  __atomic_load(&hot.clock, &clock, __ATOMIC_RELAXED);
  return clock;
}
inline bool is_ours() { return __atomic_load_n(&hot.is_ours, __ATOMIC_RELAXED); }

// For what is recorded without a gate before it. It stays true or false in a child, whatever made that.
extern constinit bool recording;
inline bool is_recording() { return __atomic_load_n(&recording, __ATOMIC_RELAXED); }

// Whether a word may be written at `address`, which is a multiple of 8. The cursor stops being good at the
// end of its chunk, where the header of the next one would be; it never gets further than that header, since
// whoever finds it there moves it (slow_path.h).
//
// The mask is the thread's, and a handler may change it between the reservation and the test. It only ever
// shrinks (Recorder::begin_chunk), so what the test then gets wrong is a good place that it refuses.
inline bool is_word(uintptr_t address) {
  return (address & this_thread.offset_mask) >= sizeof(format::ChunkHeader);
}

// Words from `address` to the end of its chunk.
inline uint32_t words_left(uintptr_t address) {
  if (!is_word(address)) return 0;
  const uintptr_t mask = this_thread.offset_mask;
  return static_cast<uint32_t>((mask + 1 - (address & mask)) / sizeof(uint64_t));
}

// Adds to a field of this_thread, and returns what it was. Not locked: only this thread and its handlers use
// it.
inline uintptr_t fetch_add(uintptr_t& field, uintptr_t step) {
#if defined(__x86_64__)
  asm volatile("xaddq %0, %1" : "+r"(step), "+m"(field)::"cc");
  return step;
#else
  return __atomic_fetch_add(&field, step, __ATOMIC_RELAXED);
#endif
}

// Reserves one word.
inline uintptr_t advance_cursor() { return fetch_add(this_thread.cursor, sizeof(uint64_t)); }

// Changes a field of this_thread from `from` to `to`, if it is still `from`.
inline bool replace(uintptr_t& field, uintptr_t from, uintptr_t to) {
#if defined(__x86_64__)
  bool replaced;
  asm volatile("cmpxchgq %3, %1" : "=@ccz"(replaced), "+m"(field), "+a"(from) : "r"(to));
  return replaced;
#else
  return __atomic_compare_exchange_n(&field, &from, to, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
#endif
}

// Moves the cursor, if it still stands at `from`.
inline bool move_cursor(uintptr_t from, uintptr_t to) { return replace(this_thread.cursor, from, to); }

// Whether a record of this time needs a new base first: 40 bits tell times within 2^39 of the base; half of
// that is used.
inline bool is_far_from_base(uint64_t ticks) {
  return (ticks - this_thread.base_ticks + (uint64_t{1} << 38)) >> 39 != 0;
}

}  // namespace flowlog::runtime
