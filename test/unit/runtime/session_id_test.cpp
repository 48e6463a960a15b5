// session_id_test.cpp: session ids are distinct, and have the form of random UUIDs.
#include <flowlog/session_id.h>
#include <flowlog/uuid.h>
#include <gtest/gtest.h>

#include <set>

namespace flowlog {
namespace {

constexpr unsigned char kTrace[16] = {0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC, 0x4D, 0xEF,
                                      0x80, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77};

uuid id_at(const unsigned char trace[16], const session_position& position) {
  uuid id;
  session_id(trace, position, id.bytes);
  return id;
}

TEST(SessionId, DistinctForEveryPosition) {
  std::set<uuid> ids;
  uint64_t positions = 0;
  for (uint32_t thread = 1; thread < (1u << 24); thread = thread * 3 + 1) {
    for (uint64_t chunk = 0; chunk < (1u << 24); chunk = chunk * 2 + 1) {
      for (uint32_t word = 0; word < 8184; word += 31) {
        ids.insert(id_at(kTrace, {thread, chunk, word}));
        ++positions;
      }
    }
  }
  EXPECT_EQ(ids.size(), positions);
}

TEST(SessionId, HasTheFormOfVersion4) {
  for (uint32_t word = 0; word < 100; ++word) {
    const uuid id = id_at(kTrace, {1, 0, word});
    EXPECT_EQ(id.bytes[6] >> 4, 4);
    EXPECT_EQ(id.bytes[8] >> 6, 2);
    EXPECT_EQ(id.to_string().size(), 36u);
    EXPECT_FALSE(id.is_nil());
  }
}

TEST(SessionId, DiffersBetweenTraces) {
  unsigned char other[16];
  std::copy(std::begin(kTrace), std::end(kTrace), other);
  other[0] ^= 1;
  EXPECT_NE(id_at(kTrace, {1, 0, 0}), id_at(other, {1, 0, 0}));
}

}  // namespace
}  // namespace flowlog
