// open_sites.h: which functions are open on a thread, found in what it has recorded.
//
// The hot path keeps no stack of them. Who has to name the caller of a message to another process, which is
// rare beside what a call costs, reads the thread's own chunk instead. Once that has happened in a process,
// a thread that hands its chunk over takes along what it knows of its innermost calls.
//
// Threads: each its own; signals are blocked.
#pragma once

#include <flowlog/format.h>

#include <atomic>
#include <cstdint>
#include <optional>

#include "hot/thread_state.h"

namespace flowlog::runtime {

// Follows the records of a chunk. `before` is what was known when it began, and counts if it tells of as many
// open calls.
class OpenSites {
 public:
  OpenSites(const KnownCalls& before, const format::ChunkHeader& chunk);

  void follow(const uint64_t* words, uint32_t count);

  // The number of the innermost call's site; 0: there is none, or it is not known.
  uint32_t innermost() const { return site_at(depth_); }

  // Where the outermost call's enter stands, as position_of has it (slow_path.h); 0 likewise.
  uint64_t outermost() const { return depth_ != 0 ? outermost_ : 0; }

  KnownCalls known() const;

 private:
  // Of calls that are further up than those that were open at the same time, none is known.
  static constexpr uint32_t kLevels = 64;
  static constexpr uint32_t kSuspensions = 8;

  struct Level {
    uint32_t depth = 0, site = 0;
  };
  struct Suspension {
    uint64_t number = 0;
    uint32_t site = 0;
  };

  uint32_t site_at(uint32_t depth) const {
    const Level& level = levels_[depth % kLevels];
    return depth != 0 && level.depth == depth ? level.site : 0;
  }
  void push(uint32_t site, uint64_t position) {
    if (depth_ == 0) outermost_ = position;
    ++depth_;
    levels_[depth_ % kLevels] = {depth_, site};
  }
  void wide(const uint64_t* header, uint32_t before);

  uint64_t chunk_;  // position of its first word
  uint32_t depth_;
  uint64_t outermost_ = 0;
  uint32_t suspensions_ = 0;  // so far
  Level levels_[kLevels];
  Suspension suspended_[kSuspensions];
};

// The innermost open call's site, where the last records are enough to tell; else nothing. It is found at
// once where that call began a short while ago, as that of who sends a message has as a rule.
std::optional<uint32_t> site_at_end_of(const uint64_t* words, uint32_t count);

// The first `words` words of the thread's chunk.
OpenSites open_sites_of(const ThreadState& thread, uint32_t words);

// Whether threads take along what they know: since open sites were asked for first.
extern constinit std::atomic<bool> open_sites_are_kept;

}  // namespace flowlog::runtime
