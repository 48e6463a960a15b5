#include "text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace flowlog {
namespace {

TEST(ValidUtf8, KeepsWhatIsWellFormed) {
  const std::string text = "a\u00E4\u4E2D\U0001F600\n";
  EXPECT_EQ(valid_utf8(text), text);
}

TEST(ValidUtf8, ReplacesWhatIsNot) {
  EXPECT_EQ(valid_utf8("\xFF"), "\uFFFD");
  EXPECT_EQ(valid_utf8("a\xC3(b"), "a\uFFFD(b");
  EXPECT_EQ(valid_utf8("\xC0\xAF"), "\uFFFD\uFFFD");                 // overlong
  EXPECT_EQ(valid_utf8("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");       // surrogate
  EXPECT_EQ(valid_utf8("\xF4\x90\x80\x80").substr(0, 3), "\uFFFD");  // beyond U+10FFFF
  EXPECT_EQ(valid_utf8("\xE4\xB8"), "\uFFFD\uFFFD");                 // cut short
  EXPECT_EQ(valid_utf8("\xEF\xBF\xBF"), "\uFFFD");                   // not allowed in XML
}

TEST(Printable, ShowsControlCharactersAsPictures) {
  EXPECT_EQ(printable("a\nb\x01\x7F\t"), "a\u240Ab\u2401\u2421\u2409");
  EXPECT_EQ(printable("\xC2\x85"), "\uFFFD");
  EXPECT_EQ(printable(std::string_view("\0", 1)), "\u2400");
}

TEST(Printable, TurnsNoTextRound) {
  EXPECT_EQ(printable("a\u202Eb\u2066c\u200Fd\u061Ce"), "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe");
  EXPECT_EQ(printable("one\u2028two"), "one\uFFFDtwo");
  EXPECT_EQ(printable("\u05D0\u200D\u2030\u2065"), "\u05D0\u200D\u2030\u2065");
}

TEST(JsonString, ReadsBack) {
  for (const std::string text : {"", "plain", "\"\\/\b\f\n\r\t\x01\x1f", "\u00E4\U0001F600", "</script>"}) {
    EXPECT_EQ(nlohmann::json::parse(json_string(text)).get<std::string>(), text);
  }
  EXPECT_EQ(json_string("\xFF"), "\"\uFFFD\"");
}

TEST(JsonString, EscapesWhatATerminalWouldObey) {
  EXPECT_EQ(json_string("\x1B[31m\u009B"), R"("\u001b[31m\u009b")");
  EXPECT_EQ(json_string("a\u202Eb"), R"("a\u202eb")");
}

TEST(Shortened, CutsTheMiddleBetweenCharacters) {
  EXPECT_EQ(shortened("abcdef", 6), "abcdef");
  EXPECT_EQ(shortened("abcdefg", 6), "abc\u2026fg");
  EXPECT_EQ(shortened("\u00E4\u00E4\u00E4\u00E4\u00E4", 3), "\u00E4\u2026\u00E4");
  EXPECT_EQ(character_count("\u00E4b\U0001F600"), 3u);
}

}  // namespace
}  // namespace flowlog
