// open_sites.cpp: see open_sites.h.
#include "open_sites.h"

#include "slow_path.h"

namespace flowlog::runtime {

using namespace format;

namespace {

uint64_t word_at(const uint64_t* word) { return __atomic_load_n(word, __ATOMIC_RELAXED); }

// The number that stands in the payload words before `header`, of which the chunk has `before`. False if the
// record is cut short.
bool read_number(const uint64_t* header, uint32_t before, uint64_t& number) {
  const uint32_t words = payload_words_of(word_at(header));
  if (words > before) return false;
  number = 0;
  unsigned shift = 0;
  for (const uint64_t* at = header - words; at != header; ++at) {
    const uint64_t word = word_at(at);
    if (kind_of(word) != Kind::kPayload || shift >= 64) return false;
    number |= (word & ((uint64_t{1} << 56) - 1)) << shift;
    shift += 8 * (word >> 56 & 15);
  }
  return true;
}

// Besides enters and exits.
bool changes_open_calls(Wide type) {
  switch (type) {
    case Wide::kResync:
    case Wide::kLost:
    case Wide::kSuspend:
    case Wide::kResume:
    case Wide::kAdopt:
    case Wide::kRelease:
      return true;
    default:
      return false;
  }
}

}  // namespace

constinit std::atomic<bool> open_sites_are_kept{false};

OpenSites::OpenSites(const KnownCalls& before, const ChunkHeader& chunk)
    : chunk_(packed_position(chunk.thread, chunk.sequence, 0)), depth_(chunk.depth) {
  if (before.depth != depth_) return;
  outermost_ = before.outermost;
  for (uint32_t i = 0; i < KnownCalls::kLevels && i < depth_; ++i) {
    levels_[(depth_ - i) % kLevels] = {depth_ - i, before.sites[i]};
  }
}

void OpenSites::follow(const uint64_t* words, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) {
    const uint64_t word = word_at(words + i);
    switch (kind_of(word)) {
      case Kind::kEnter:
        push(site_of(word), chunk_ + i);
        break;
      case Kind::kExitSuccess:
      case Kind::kExitError:
      case Kind::kExitPartial:
      case Kind::kExitAbandoned:
        if (depth_ != 0) --depth_;
        break;
      case Kind::kWide:
        wide(words + i, i);
        break;
      case Kind::kNone:
      case Kind::kPayload:
        break;
    }
  }
}

void OpenSites::wide(const uint64_t* header, uint32_t before) {
  uint64_t number = 0;
  switch (wide_type_of(word_at(header))) {
    case Wide::kResync:
      if (read_number(header, before, number) && number < depth_) depth_ = static_cast<uint32_t>(number);
      break;
    case Wide::kSuspend:
      if (depth_ == 0 || !read_number(header, before, number)) break;
      suspended_[suspensions_++ % kSuspensions] = {number, innermost()};
      --depth_;
      break;
    case Wide::kResume: {
      uint32_t site = 0;
      if (read_number(header, before, number)) {
        for (const Suspension& suspension : suspended_) {
          if (suspension.number == number) site = suspension.site;
        }
      }
      push(site, 0);
      break;
    }
    case Wide::kAdopt:  // stands for a call of another thread
      push(0, 0);
      break;
    case Wide::kRelease:
      if (depth_ != 0) --depth_;
      break;
    default:
      break;
  }
}

KnownCalls OpenSites::known() const {
  KnownCalls known{.depth = depth_, .outermost = outermost()};
  for (uint32_t i = 0; i < KnownCalls::kLevels && i < depth_; ++i) known.sites[i] = site_at(depth_ - i);
  return known;
}

std::optional<uint32_t> site_at_end_of(const uint64_t* words, uint32_t count) {
  uint32_t closed = 0;  // calls whose ends are behind, and whose beginnings are yet to come
  while (count-- > 0) {
    const uint64_t word = word_at(words + count);
    switch (kind_of(word)) {
      case Kind::kEnter:
        if (closed == 0) return site_of(word);
        --closed;
        break;
      case Kind::kExitSuccess:
      case Kind::kExitError:
      case Kind::kExitPartial:
      case Kind::kExitAbandoned:
        ++closed;
        break;
      case Kind::kWide:
        if (changes_open_calls(wide_type_of(word))) return std::nullopt;
        break;
      case Kind::kNone:
      case Kind::kPayload:
        break;
    }
  }
  return std::nullopt;
}

OpenSites open_sites_of(const ThreadState& thread, uint32_t words) {
  OpenSites sites(thread.known_calls, *thread.chunk);
  sites.follow(reinterpret_cast<const uint64_t*>(thread.chunk + 1), words);
  return sites;
}

}  // namespace flowlog::runtime
