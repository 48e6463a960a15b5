// crc32c_test.cpp: against the vectors of RFC 3720, B.4, and instruction against table.
#include "archive/crc32c.h"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

namespace flowlog::archive {
namespace {

TEST(Crc32c, VectorsOfTheStandard) {
  std::vector<unsigned char> bytes(32, 0);
  EXPECT_EQ(crc32c(0, bytes.data(), bytes.size()), 0x8A9136AAu);
  bytes.assign(32, 0xFF);
  EXPECT_EQ(crc32c(0, bytes.data(), bytes.size()), 0x62A8AB43u);
  std::iota(bytes.begin(), bytes.end(), static_cast<unsigned char>(0));
  EXPECT_EQ(crc32c(0, bytes.data(), bytes.size()), 0x46DD794Eu);
}

TEST(Crc32c, ByInstructionAsByTableAndInPieces) {
  std::vector<unsigned char> bytes(300);
  std::iota(bytes.begin(), bytes.end(), static_cast<unsigned char>(7));
  for (size_t length = 0; length <= bytes.size(); ++length) {
    const uint32_t whole = crc32c(0, bytes.data(), length);
    EXPECT_EQ(whole, crc32c_by_table(0, bytes.data(), length));
    const size_t cut = length / 3;
    EXPECT_EQ(whole, crc32c(crc32c(0, bytes.data(), cut), bytes.data() + cut, length - cut));
  }
}

}  // namespace
}  // namespace flowlog::archive
