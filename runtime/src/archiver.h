// archiver.h: what the recorder writes into its archive, block by block.
//
// Threads: any, one at a time; calls are serialised by a lock. Not in signal handlers, but for create. Each
// call is given a descriptor from open(), which belongs to the thread that makes it.
#pragma once

#include <pthread.h>

#include <cstdint>

#include "archive/block_writer.h"
#include "archive/site_writer.h"
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

  // All sites of an image that the pool has no copy of.
  bool add_sites(int descriptor, const Image& image);
  bool add_clock(int descriptor, const format::ClockPoint& point);

  // A chunk goes into the archive in three steps, all on one thread, which is the only one that takes them:
  //
  // The chunk as it stands, which its thread may still be writing; zeros at its end are left out. `max_words`
  // of it are looked at.
  bool take_chunk(const Pool& pool, uint32_t index, uint32_t max_words);
  // Whether it names sites that no chunk did before, and those of them that are in a copy. When all copies
  // are offered, the sites count as written.
  bool names_new_sites() const { return new_sites_count_ != 0; }
  bool add_new_sites_in(int descriptor, const archive::ImageCopy& copy);
  void forget_new_sites();
  // Its words. They may be none.
  bool add_taken_chunk(int descriptor);

  // An empty chunk but for a lost record.
  bool add_loss(int descriptor, const LossNote& note);
  bool add_cost(int descriptor, const format::CostTotals& totals);
  bool end(int descriptor, uint64_t dropped_records);

  // Of all chunks so far.
  uint64_t recorded_words() const { return recorded_words_; }

  // Whether the file refused what the last call wrote, and errno's value then.
  bool has_failed() const { return last_error_ != 0; }
  int last_error() const { return last_error_; }

  int open() const { return file_.open(); }
  const char* path() const { return file_.path(); }
  const TraceFile& file() const { return file_; }

  // In the child of a fork: the file is the parent's, and a lock may be held by a thread that is not here.
  void abandon();

 private:
  class Turn;  // one call at a time, with its descriptor

  bool note_new_sites();
  bool is_written(uint32_t site) const { return written_sites_.data()[site / 8] >> site % 8 & 1; }

  pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
  TraceFile file_;
  archive::BlockWriter blocks_;
  archive::SiteWriter sites_;

  archive::Pages snapshot_;  // of the chunk that was taken
  archive::ChunkFacts facts_{};
  uint32_t count_ = 0;
  uint32_t written_words_ = 0;
  archive::Pages written_sites_;  // a bit for each number
  archive::Pages new_sites_;      // numbers that the chunk names, ascending, each once
  size_t new_sites_count_ = 0;

  archive::Pages about_;
  int descriptor_ = -1;  // of the turn
  int last_error_ = 0;
  uint64_t recorded_words_ = 0;
};

}  // namespace flowlog::runtime
