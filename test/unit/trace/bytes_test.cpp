#include "trace/bytes.h"

#include <gtest/gtest.h>

#include <string>

namespace flowlog::trace {
namespace {

using namespace std::string_literals;

TEST(ByteReader, ReadsLittleEndianNumbersAndTexts) {
  const std::string bytes = "\x01\x02\x03\x04xyz"s;
  ByteReader reader(bytes_of(bytes));

  EXPECT_EQ(reader.read<uint32_t>(), 0x04030201u);
  EXPECT_EQ(reader.text(3), "xyz");

  EXPECT_TRUE(reader.ok());
  EXPECT_EQ(reader.left(), 0u);
}

TEST(ByteReader, AReadBeyondTheEndFailsForGood) {
  const std::string bytes = "abc"s;
  ByteReader reader(bytes_of(bytes));

  EXPECT_EQ(reader.read<uint32_t>(), 0u);

  EXPECT_FALSE(reader.ok());
  EXPECT_EQ(reader.read<uint8_t>(), 0u);
  EXPECT_TRUE(reader.take(1).empty());
  EXPECT_FALSE(reader.ok());
}

TEST(ByteReader, ALengthThatWouldWrapAroundFails) {
  const std::string bytes = "abc"s;
  ByteReader reader(bytes_of(bytes));
  reader.take(2);

  EXPECT_TRUE(reader.take(SIZE_MAX).empty());

  EXPECT_FALSE(reader.ok());
}

TEST(ByteReader, VarintsHoldUpTo64Bits) {
  const std::string bytes = "\x00\x7f\x80\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"s;
  ByteReader reader(bytes_of(bytes));

  EXPECT_EQ(reader.varint(), 0u);
  EXPECT_EQ(reader.varint(), 127u);
  EXPECT_EQ(reader.varint(), 128u);
  EXPECT_EQ(reader.varint(), UINT64_MAX);
  EXPECT_TRUE(reader.ok());
}

TEST(ByteReader, AVarintOf65BitsFails) {
  const std::string bytes = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"s;
  ByteReader reader(bytes_of(bytes));

  EXPECT_EQ(reader.varint(), 0u);

  EXPECT_FALSE(reader.ok());
}

TEST(ByteReader, AVarintWithoutAnEndFails) {
  const std::string bytes = "\x80\x80"s;
  ByteReader reader(bytes_of(bytes));

  reader.varint();

  EXPECT_FALSE(reader.ok());
}

TEST(ByteReader, ZigzagAlternatesBetweenTheSigns) {
  const std::string bytes = "\x00\x01\x02\x03"s;
  ByteReader reader(bytes_of(bytes));

  EXPECT_EQ(reader.zigzag(), 0);
  EXPECT_EQ(reader.zigzag(), -1);
  EXPECT_EQ(reader.zigzag(), 1);
  EXPECT_EQ(reader.zigzag(), -2);
}

}  // namespace
}  // namespace flowlog::trace
