// slow_path.cpp: see slow_path.h.
#include "slow_path.h"

#include <flowlog/format.h>
#include <flowlog/session_id.h>
#include <string.h>

#include "base/signals_blocked.h"
#include "hot/thread_state.h"
#include "recorder.h"

namespace flowlog::runtime {

bool next_chunk(uint32_t words) {
  if (recorder.is_over()) return false;
  SignalsBlocked blocked;
  // A handler that traces may have taken a chunk before signals were blocked.
  if (words_left(this_thread.cursor) >= words) return true;
  return recorder.next_chunk(this_thread, blocked.maybe_in_handler());
}

void session_id_at(const uint64_t* header, unsigned char id[16]) {
  memset(id, 0, 16);
  if (header == nullptr || hot.offset_mask == 0) return;
  const uintptr_t address = reinterpret_cast<uintptr_t>(header);
  const auto* chunk = reinterpret_cast<const format::ChunkHeader*>(address & ~hot.offset_mask);
  const auto word = static_cast<uint32_t>(header - reinterpret_cast<const uint64_t*>(chunk + 1));
  session_id(recorder.trace(), {chunk->thread, chunk->sequence, word}, id);
}

}  // namespace flowlog::runtime
