// trace.h: one run of a program, as its archive and, if it was killed, its pool tell it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "trace/archive.h"
#include "trace/chunk.h"
#include "trace/clock.h"
#include "trace/pool.h"
#include "trace/sites.h"
#include "trace/source.h"
#include "workers.h"

namespace flowlog::trace {

// Who ran: docs/format.md, "About".
struct About {
  std::string text = "{}";  // as it stands in the trace
  uint64_t pid = 0;
  std::string executable;
  std::string host;
  std::string label;
  std::string test;        // that the process ran for
  std::string pool;        // path
  bool timed = true;       // FLOWLOG_TIMING was not off
  double sample_rate = 1;  // FLOWLOG_SAMPLE: the fraction of the sessions that were to be recorded
};

// Where a chunk stands. Good as long as its Trace.
struct ChunkPlace {
  uint64_t sequence = 0;
  const Block* block = nullptr;  // or
  const PoolChunk* pool_chunk = nullptr;
};

// What is known to be missing.
struct Losses {
  uint64_t damaged_bytes = 0;   // of the archive and the pool, that could not be read
  uint64_t first_damage = 0;    // offset of the first of them in the archive, where it is known
  uint64_t cut_bytes = 0;       // of a block that the end of the file cut off; part of damaged_bytes
  uint64_t missing_blocks = 0;  // that the numbers of the others tell of

  // Known when all chunks were read:
  uint64_t dropped_records = 0;    // for want of room, or in chunks that are missing; at least so many
  uint64_t unlocated_records = 0;  // of these, no mark in any thread tells when they were dropped
};

// Opens at once what is small (sites, clock), and reads chunks when they are asked for, so that memory does
// not grow with the trace. One thread at a time.
class Trace {
 public:
  // Throws Error for what is no trace; damage is kept in losses().
  explicit Trace(std::unique_ptr<Source> source);

  const std::string& name() const { return source_->name(); }
  const Uuid& id() const { return archive_.trace; }
  const About& about() const { return about_; }
  const SiteTable& sites() const { return sites_; }
  const ShapeTable& shapes() const { return shapes_; }
  const Clock& clock() const { return clock_; }
  int64_t started_wall_ns() const {
    return started_wall_ns_;
  }  // at the first clock point; 0 if there is none
  const std::vector<format::ClockPoint>& clock_points() const { return clock_points_; }
  const std::optional<format::EndTotals>& totals() const {
    return totals_;
  }  // if the program closed its trace
  // As whoever sealed the trace of a killed program (seal.h) found told in its pool.
  const std::optional<uint64_t>& told_dropped() const { return told_dropped_; }
  const std::optional<format::CostTotals>& cost() const { return cost_; }  // of recording, if it was measured
  const Losses& losses() const { return losses_; }

  // What a killed program left; null if its trace is closed, or sealed.
  const Pool* pool() const { return pool_.get(); }
  const Archive& archive() const { return archive_; }

  // The program closed its trace, and the file has all of it.
  bool complete() const {
    return archive_.closed && losses_.damaged_bytes == 0 && losses_.missing_blocks == 0;
  }

  // Calls `each` with every chunk, those of one thread in the order of their sequence and each once, wherever
  // in the file they stand. Threads take turns as they did when they ran. Adds to losses() what turns out to
  // be damaged. `each` runs on the caller's thread; `workers` read ahead of it.
  void for_each_chunk(const std::function<void(const Chunk&)>& each, Workers& workers);
  void for_each_chunk(const std::function<void(const Chunk&)>& each);

  // Where the chunk stands that for_each_chunk passes on just now.
  const ChunkPlace& place() const { return place_; }

  // A chunk that was passed on before; also while for_each_chunk runs.
  void read_again(const ChunkPlace& place, Chunk& chunk);

 private:
  class Tally;
  bool read_about(std::string_view json);  // false: nests deeper than is read
  void read_clock(Bytes payload);
  void read_totals(Bytes payload);
  bool read_chunk(const ChunkPlace& place, Chunk& chunk);
  void read_loss(Bytes payload);
  void read_cost(Bytes payload);
  void read_images(const Pool& pool);
  void count_damage(const Block& block);
  void count_dropped(const Tally& tally);

  std::unique_ptr<Source> source_;
  Archive archive_;
  BlockReader blocks_;
  std::unique_ptr<Pool> pool_;
  About about_;
  ShapeTable shapes_;
  SiteTable sites_;
  std::vector<format::ClockPoint> clock_points_;
  Clock clock_;
  int64_t started_wall_ns_ = 0;
  std::optional<format::EndTotals> totals_;
  std::optional<uint64_t> told_dropped_;
  std::optional<format::CostTotals> cost_;
  Losses losses_;
  std::vector<bool> counted_;  // blocks whose damage is in losses_
  bool pool_damage_counted_ = false;
  ChunkPlace place_;
  std::string payload_;
};

}  // namespace flowlog::trace
