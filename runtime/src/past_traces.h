// past_traces.h: the traces of the processes from which this one was forked, one from another, so that a
// session's object knows its id in a child, too.
//
// Written while the child has one thread only.
#pragma once

#include <string.h>

#include <cstdint>

namespace flowlog::runtime {

class PastTraces {
 public:
  static constexpr uint32_t kKept = 16;

  constexpr PastTraces() = default;

  // The sessions of `trace` have numbers below `end`.
  void add(const unsigned char trace[16], uint64_t end) {
    if (count_ == kKept) {
      forgotten_ = past_[0].end;
      memmove(past_, past_ + 1, --count_ * sizeof(Past));
    }
    memcpy(past_[count_].trace, trace, 16);
    past_[count_++].end = end;
  }

  // Null: too many have come since.
  const unsigned char* of(uint64_t session) const {
    if (session < forgotten_) return nullptr;
    for (uint32_t i = 0; i < count_; ++i) {
      if (session < past_[i].end) return past_[i].trace;
    }
    return nullptr;
  }

 private:
  struct Past {
    unsigned char trace[16];
    uint64_t end;
  };
  Past past_[kKept] = {};
  uint32_t count_ = 0;
  uint64_t forgotten_ = 0;  // numbers below it are of traces that are not kept
};

extern constinit PastTraces past_traces;

}  // namespace flowlog::runtime
