// archiver.h: what the recorder writes into its archive, block by block.
//
// Threads: any, one at a time; calls are serialised by a lock. Not in signal handlers, but for create. Each
// call is given a descriptor from open(), which belongs to the thread that makes it.
#pragma once

#include <pthread.h>

#include <cstdint>

#include "archive/block_writer.h"
#include "clock.h"
#include "image_registry.h"
#include "loss_notes.h"
#include "options.h"
#include "pool.h"
#include "trace_file.h"

namespace flowlog::runtime {

class Archiver {
 public:
  constexpr Archiver() = default;

  // Where create will make the file; TraceFile::set_folder.
  void set_folder(const char* folder) { file_.set_folder(folder); }

  // Makes the file. `executable` is the path of the program. Returns 0 or errno's value; path() then says for
  // what.
  int create(const char* executable, const unsigned char trace[16]);

  // The first block; false if the file does not take it. `pool` is created by now.
  bool begin(int descriptor, const Options& options, ClockKind clock, const char* executable,
             const Pool& pool, const unsigned char trace[16]);

  bool add_sites(int descriptor, const Image& image);
  bool add_clock(int descriptor, const format::ClockPoint& point);

  // The chunk as it stands, which its thread may still be writing; zeros at its end are left out.
  // Returns false if it could not be written. `max_words` of it are looked at.
  bool add_chunk(int descriptor, const Pool& pool, uint32_t index, uint32_t max_words);
  // An empty chunk but for a lost record.
  bool add_loss(int descriptor, const LossNote& note);
  bool end(int descriptor, uint64_t dropped_records);

  // Of all chunks so far.
  uint64_t recorded_words() const { return recorded_words_; }

  // Whether the file refused what the last call wrote, and errno's value then.
  bool has_failed() const { return last_error_ != 0; }
  int last_error() const { return last_error_; }

  int open() const { return file_.open(); }
  const char* path() const { return file_.path(); }
  const TraceFile& file() const { return file_; }
  bool add_cost(int descriptor, const format::CostTotals& totals);

  // In the child of a fork: the file is the parent's, and a lock may be held by a thread that is not here.
  void abandon();

 private:
  class Turn;  // one call at a time, with its descriptor

  pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
  TraceFile file_;
  archive::BlockWriter blocks_;
  archive::Pages snapshot_;
  archive::Pages about_;
  int descriptor_ = -1;  // of the turn
  int last_error_ = 0;
  uint64_t recorded_words_ = 0;
};

}  // namespace flowlog::runtime
