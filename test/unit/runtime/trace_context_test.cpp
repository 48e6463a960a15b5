// trace_context_test.cpp: what the W3C Recommendation Trace Context allows is read, and nothing else: its
// grammar and the cases of its test suite.
#include <flowlog/trace_context.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace flowlog {
namespace {

const std::string kTraceId = "12345678901234567890123456789012", kParentId = "1234567890123456";
const std::string kParent = "00-" + kTraceId + "-" + kParentId + "-01";

bool is_parent(const std::string& text) { return parse_traceparent(text).has_value(); }

// The members as "key=value,key=value"; "refused" if there are none to use.
std::string members_of(std::string_view text) {
  const auto state = parse_tracestate(text);
  if (!state) return "refused";
  std::string joined;
  for (const trace_state::member& member : *state) {
    joined += (joined.empty() ? "" : ",") + std::string(member.key) + "=" + std::string(member.value);
  }
  return joined;
}

std::string members(int count) {
  std::string text;
  for (int i = 1; i <= count; ++i)
    text += (i == 1 ? "bar" : ",bar") + std::to_string(i) + "=" + std::to_string(i);
  return text;
}

TEST(TraceParent, IsReadFieldByField) {
  const auto parent = parse_traceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

  ASSERT_TRUE(parent.has_value());
  EXPECT_EQ(parent->trace_id[0], 0x0A);
  EXPECT_EQ(parent->trace_id[15], 0x9C);
  EXPECT_EQ(parent->parent_id[0], 0xB7);
  EXPECT_EQ(parent->parent_id[7], 0x31);
  EXPECT_TRUE(parent->sampled);
}

TEST(TraceParent, SaysWhetherItsCallerRecorded) {
  const auto sampled = [](const char* flags) {
    return parse_traceparent("00-" + kTraceId + "-" + kParentId + "-" + flags)->sampled;
  };
  EXPECT_FALSE(sampled("00"));
  EXPECT_TRUE(sampled("01"));
  EXPECT_FALSE(sampled("fe"));  // flags without a meaning yet are no reason to refuse it
  EXPECT_TRUE(sampled("ff"));
}

TEST(TraceParent, OfALaterVersionIsReadAsFarAsItIsKnown) {
  const std::string later = "cc-" + kTraceId + "-" + kParentId + "-01";

  EXPECT_TRUE(is_parent(later));
  EXPECT_TRUE(is_parent(later + "-what-the-future-will-be-like"));
  EXPECT_FALSE(is_parent(later + ".what-the-future-will-be-like"));
  EXPECT_FALSE(is_parent("ff-" + kTraceId + "-" + kParentId + "-01"));
}

TEST(TraceParent, OfVersion00HasOneLength) {
  EXPECT_TRUE(is_parent(kParent));
  EXPECT_FALSE(is_parent(kParent + "."));
  EXPECT_FALSE(is_parent(kParent + "-"));
  EXPECT_FALSE(is_parent(kParent + "-what-the-future-will-be-like"));
  for (size_t length = 0; length < kParent.size(); ++length)
    EXPECT_FALSE(is_parent(kParent.substr(0, length)));
}

TEST(TraceParent, RefusesFieldsOfAnotherLength) {
  for (const char* version : {"000", "0000", "0"})
    EXPECT_FALSE(is_parent(std::string(version) + "-" + kTraceId + "-" + kParentId + "-01")) << version;
  for (const std::string& id : {kTraceId + "3", kTraceId.substr(1), std::string()})
    EXPECT_FALSE(is_parent("00-" + id + "-" + kParentId + "-01")) << id;
  for (const std::string& id : {kParentId + "7", kParentId.substr(1), std::string()})
    EXPECT_FALSE(is_parent("00-" + kTraceId + "-" + id + "-01")) << id;
  for (const char* flags : {"001", "1", ""})
    EXPECT_FALSE(is_parent("00-" + kTraceId + "-" + kParentId + "-" + flags)) << flags;
}

// Each byte that is no digit of a lower-case hexadecimal number, NUL among them, at each place.
TEST(TraceParent, RefusesAnyOtherCharacter) {
  for (size_t at = 0; at < kParent.size(); ++at) {
    const bool is_hyphen = kParent[at] == '-';
    for (int byte = 0; byte < 256; ++byte) {
      const char c = char(byte);
      const bool is_hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
      if (is_hyphen ? c == '-' : is_hex) continue;
      std::string wrong = kParent;
      wrong[at] = c;
      EXPECT_FALSE(is_parent(wrong)) << at << " " << byte;
    }
  }
}

TEST(TraceParent, RefusesIdsOfZeros) {
  EXPECT_FALSE(is_parent("00-" + std::string(32, '0') + "-" + kParentId + "-01"));
  EXPECT_FALSE(is_parent("00-" + kTraceId + "-" + std::string(16, '0') + "-01"));
}

TEST(TraceParent, MayStandBetweenBlanks) {
  for (const char* blanks : {" ", "\t", " \t "}) {
    EXPECT_TRUE(is_parent(blanks + kParent));
    EXPECT_TRUE(is_parent(kParent + blanks));
  }
  EXPECT_FALSE(is_parent("\n" + kParent));
}

// Several lines of a message, which should be one.
TEST(TraceParent, RefusesTwo) { EXPECT_FALSE(is_parent(kParent + "," + kParent)); }

TEST(TraceState, KeepsMembersInTheirOrder) {
  EXPECT_EQ(members_of("foo=1,bar=2"), "foo=1,bar=2");
  EXPECT_EQ(members_of("rojo=00-0af7651916cd43dd8448eb211c80319c-b9c7c989f97918e1-01,congo=ucfJifl5GOE"),
            "rojo=00-0af7651916cd43dd8448eb211c80319c-b9c7c989f97918e1-01,congo=ucfJifl5GOE");
}

TEST(TraceState, MayHaveEmptyMembers) {
  EXPECT_EQ(members_of(""), "");
  EXPECT_EQ(members_of("foo=1,"), "foo=1");
  EXPECT_EQ(members_of(",foo=1"), "foo=1");
  EXPECT_EQ(members_of("foo=1,,  ,bar=2"), "foo=1,bar=2");
}

TEST(TraceState, MayHaveBlanksAroundMembers) {
  EXPECT_EQ(members_of("foo=1 \t , \t bar=2, \t baz=3"), "foo=1,bar=2,baz=3");
  EXPECT_EQ(members_of(" foo=1"), "foo=1");
  EXPECT_EQ(members_of("foo=1\t"), "foo=1");
  EXPECT_EQ(members_of("foo= 1"), "foo= 1");  // of the value
}

TEST(TraceState, KeepsTheNewestOfMembersWithOneKey) {
  EXPECT_EQ(members_of("foo=1,foo=1"), "foo=1");
  EXPECT_EQ(members_of("foo=1,bar=2,foo=3"), "foo=1,bar=2");
}

TEST(TraceState, AllowsEveryCharacterOfItsGrammar) {
  std::string key = "abcdefghijklmnopqrstuvwxyz0123456789_-*/";
  std::string value;
  for (char c = ' '; c <= '~'; ++c) {
    if (c != ',' && c != '=') value += c;
  }
  EXPECT_EQ(members_of(key + "=" + value), key + "=" + value);
  EXPECT_EQ(members_of(key + "@a-z0-9_-*/=" + value), key + "@a-z0-9_-*/=" + value);
}

TEST(TraceState, IsRefusedWholeForAKeyThatIsNone) {
  for (const char* key : {"foo ", "FOO", "foo.bar", "foo@", "@foo", "foo@@bar", "foo@bar@baz", "", "1foo",
                          "foo@1", "f\xC3\xB6o", "_foo", "foo\t"}) {
    EXPECT_EQ(members_of(std::string(key) + "=1,bar=2"), "refused") << key;
  }
  EXPECT_EQ(members_of("foo"), "refused");
  EXPECT_EQ(members_of("1foo@bar=1"), "1foo@bar=1");
}

TEST(TraceState, IsRefusedWholeForAValueThatIsNone) {
  EXPECT_EQ(members_of("foo=bar=baz,bar=3"), "refused");
  EXPECT_EQ(members_of("foo=,bar=3"), "refused");
  for (int byte = 0; byte < 256; ++byte) {
    const char c = char(byte);
    if ((c >= ' ' && c <= '~' && c != '=') || c == ',') continue;
    EXPECT_EQ(members_of("foo=a" + std::string(1, c) + "b"), "refused") << byte;
  }
}

TEST(TraceState, HasLimits) {
  EXPECT_EQ(members_of(members(32)), members(32));
  EXPECT_EQ(members_of(members(33)), "refused");

  const auto is_key = [](const std::string& key) { return members_of(key + "=1") != "refused"; };
  EXPECT_TRUE(is_key(std::string(256, 'z')));
  EXPECT_FALSE(is_key(std::string(257, 'z')));
  EXPECT_TRUE(is_key(std::string(241, 't') + "@" + std::string(14, 'v')));
  EXPECT_FALSE(is_key(std::string(242, 't') + "@v"));
  EXPECT_FALSE(is_key("t@" + std::string(15, 'v')));

  EXPECT_NE(members_of("foo=" + std::string(256, 'v')), "refused");
  EXPECT_EQ(members_of("foo=" + std::string(257, 'v')), "refused");
  EXPECT_EQ(members_of(std::string(100 << 20, ',')), "refused");
}

}  // namespace
}  // namespace flowlog
