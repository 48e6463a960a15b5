// text_test.cpp: short texts without malloc.
#include "base/text.h"

#include <gtest/gtest.h>

#include <string>

namespace flowlog::runtime {
namespace {

std::string json(std::string_view text) {
  Text<256> out;
  return std::string(out.add_json(text).view());
}

TEST(Text, NumbersAndHex) {
  Text<64> text;
  const unsigned char bytes[] = {0, 0xAF};
  text.add("a").add_number(0).add("-").add_number(UINT64_MAX).add("-").add_hex(bytes, 2);
  EXPECT_EQ(text.view(), "a0-18446744073709551615-00af");
  EXPECT_FALSE(text.cut_off());
}

TEST(Text, TooMuchIsCutAndSaid) {
  Text<5> text;
  text.add("abc").add("def");
  EXPECT_STREQ(text.c_str(), "abcd");
  EXPECT_TRUE(text.cut_off());
}

TEST(Text, JsonIsEscapedAndValidUtf8) {
  EXPECT_EQ(json("a\"b\\c\n\x7f"), "\"a\\\"b\\\\c\\u000a\x7f\"");
  EXPECT_EQ(json("gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80"), "\"gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80\"");
  EXPECT_EQ(json("\xC0\x80|\xED\xA0\x80|\xE2\x82"),
            "\"\xEF\xBF\xBD\xEF\xBF\xBD|\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD|\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

}  // namespace
}  // namespace flowlog::runtime
