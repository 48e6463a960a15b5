// slow_path.h: where the hot path goes when it cannot do with stores alone: about once in 8,000 records.
#pragma once

#include <cstdint>

namespace flowlog::runtime {

// Gives this thread a chunk with room for `words` words, after handing the old one to the writer. False if
// there is none: the record is dropped and counted. Also starts the recorder with the first record of the
// process. Any thread, signal handlers too; keeps errno.
__attribute__((noinline, cold)) bool next_chunk(uint32_t words);

// The id of the session whose first record's header stands at `header`; all 0 for nullptr.
void session_id_at(const uint64_t* header, unsigned char id[16]);

}  // namespace flowlog::runtime
