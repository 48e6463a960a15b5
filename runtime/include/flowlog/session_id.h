// session_id.h: session ids are computed, not stored.
//
// A session is known by where its first record stands: thread, chunk of that thread, word of that chunk. A
// keyed permutation turns that position into a UUID of version 4's form, so that no two sessions of a trace
// share an id, and two traces' ids look unrelated. Costs nothing on the hot path and no byte in the file.
//
// Method: a balanced Feistel network of 4 rounds over 2 x 61 bits (Luby and Rackoff 1988), keyed by the
// trace's UUID, with the finalizer of MurmurHash3 as round function. It makes ids distinct, not secret.
#pragma once

#include <cstdint>
#include <cstring>

namespace flowlog {

struct session_position {
  uint32_t thread;          // below 2^24
  uint64_t chunk_sequence;  // below 2^24
  uint32_t word;            // below 2^13
};

inline void session_id(const unsigned char trace[16], const session_position& at, unsigned char id[16]) {
  constexpr uint64_t k61 = (uint64_t{1} << 61) - 1;
  uint64_t key[2];
  std::memcpy(key, trace, sizeof key);

  uint64_t left = (uint64_t{at.thread} << 37 | at.chunk_sequence << 13 | at.word) & k61;
  uint64_t right = key[0] & k61;
  for (uint64_t round = 1; round <= 4; ++round) {
    uint64_t mixed = right ^ key[round & 1] ^ (round * 0x9E3779B97F4A7C15u);
    mixed = (mixed ^ (mixed >> 33)) * 0xFF51AFD7ED558CCDu;
    mixed = (mixed ^ (mixed >> 33)) * 0xC4CEB9FE1A85EC53u;
    mixed ^= mixed >> 33;
    const uint64_t next = left ^ (mixed & k61);
    left = right;
    right = next;
  }

  // 122 bits around the version (4) and the variant (binary 10), most significant byte first.
  const uint64_t high = (left >> 13) << 16 | 0x4000 | ((left >> 1) & 0xFFF);
  const uint64_t low = uint64_t{2} << 62 | (left & 1) << 61 | right;
  const uint64_t words[2] = {__builtin_bswap64(high), __builtin_bswap64(low)};
  std::memcpy(id, words, sizeof words);
}

}  // namespace flowlog
