// json_conformance_test.cpp: text that is not JSON is refused, whatever is wrong with it; text that is, is
// read. Of each kind of the public suite (JSONTestSuite, Nicolas Seriot), as the value of a field that a
// reader skips.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "error.h"
#include "graph/graph_json.h"

namespace flowlog::graph {
namespace {

using namespace std::string_literals;
using testing::HasSubstr;

std::string graph_with(const std::string& value) {
  return "{\"graph_type\": \"merged\", \"format_version\": 1, \"runs\": [], \"nodes\": [], \"edges\": [], "
         "\"variants\": [], "
         "\"extra\": " +
         value + "}";
}

std::string message_for(const std::string& text) {
  try {
    from_json(text, "graph.json");
  } catch (const Error& error) {
    return error.what();
  }
  return "(read)";
}

TEST(JsonConformance, WhatIsJsonIsRead) {
  for (const std::string& value : {"[]"s,
                                   "[[]   ]"s,
                                   "[\"\"]"s,
                                   "[null, 1, \"1\", {}]"s,
                                   "[1\n]"s,
                                   " [1]"s,
                                   "[0e+1]"s,
                                   "[0e1]"s,
                                   "[ 4]"s,
                                   "[-0]"s,
                                   "[-123]"s,
                                   "[1E22]"s,
                                   "[1E-2]"s,
                                   "[1e+2]"s,
                                   "[123e45]"s,
                                   "[123.456e78]"s,
                                   "[1.7976931348623157e308]"s,
                                   "[18446744073709551615]"s,
                                   "{\"asd\":\"sdf\", \"dfg\":\"fgh\"}"s,
                                   "{\"a\":\"b\",\"a\":\"b\"}"s,
                                   "{\"\":0}"s,
                                   "{\"foo\\u0000bar\": 42}"s,
                                   "{ \"min\": -1.0e+28, \"max\": 1.0e+28 }"s,
                                   "{\n\"a\": \"b\"\n}"s,
                                   "[\"\\u0060\\u012a\\u12AB\"]"s,
                                   "[\"\\uD801\\udc37\"]"s,
                                   "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]"s,
                                   "[\"\\u0000\"]"s,
                                   "[\"\\uDBFF\\uDFFF\"]"s,
                                   "[\"\xef\xbf\xbf\"]"s,
                                   "[\"\xf4\x8f\xbf\xbf\"]"s,
                                   "[\"\xe2\x80\xa8\"]"s,
                                   "[\"\x7f\"]"s,
                                   "\"asd\""s,
                                   "42"s,
                                   "-0.1"s,
                                   "null"s,
                                   "false"s,
                                   "\"\""s}) {
    EXPECT_EQ(message_for(graph_with(value)), "(read)") << value;
  }
}

TEST(JsonConformance, WhatIsNotIsRefusedInOneLine) {
  for (const std::string& value : {"[1 true]"s,
                                   "[a\xe5]"s,
                                   "[\"\": 1]"s,
                                   "[\"\"],"s,
                                   "[,1]"s,
                                   "[1,,2]"s,
                                   "[\"x\",,]"s,
                                   "[\"x\"]]"s,
                                   "[\"\",]"s,
                                   "[\"x\""s,
                                   "[x"s,
                                   "[3[4]]"s,
                                   "[\xff]"s,
                                   "[1:2]"s,
                                   "[,]"s,
                                   "[-]"s,
                                   "[   , \"\"]"s,
                                   "[\"a\",\n4\n,1,"s,
                                   "[1,]"s,
                                   "[\"\x0b\x61\"\\f]"s,
                                   "[*]"s,
                                   "[\"\""s,
                                   "[1,"s,
                                   "[{}"s,
                                   "[fals]"s,
                                   "[nul]"s,
                                   "[tru]"s,
                                   "[++1234]"s,
                                   "[+1]"s,
                                   "[+Inf]"s,
                                   "[-01]"s,
                                   "[-1.0.]"s,
                                   "[-2.]"s,
                                   "[-NaN]"s,
                                   "[.-1]"s,
                                   "[.2e-3]"s,
                                   "[0.1.2]"s,
                                   "[0.3e+]"s,
                                   "[0.3e]"s,
                                   "[0.e1]"s,
                                   "[0E+]"s,
                                   "[0E]"s,
                                   "[1.0e+]"s,
                                   "[1.0e-]"s,
                                   "[1 000.0]"s,
                                   "[1eE2]"s,
                                   "[2.e+3]"s,
                                   "[9.e+]"s,
                                   "[Inf]"s,
                                   "[NaN]"s,
                                   "[\xef\xbc\x91]"s,
                                   "[1+2]"s,
                                   "[0x1]"s,
                                   "[0x42]"s,
                                   "[Infinity]"s,
                                   "[0e+-1]"s,
                                   "[-123.123foo]"s,
                                   "[123\xe5]"s,
                                   "[1e1\xe5]"s,
                                   "[-Infinity]"s,
                                   "[-foo]"s,
                                   "[- 1]"s,
                                   "[-012]"s,
                                   "[-.123]"s,
                                   "[-1x]"s,
                                   "[1ea]"s,
                                   "[1.]"s,
                                   "[.123]"s,
                                   "[1.2a-3]"s,
                                   "[1.8011670033376514H-308]"s,
                                   "[012]"s,
                                   "[\"x\", truth]"s,
                                   "{[: \"x\"}"s,
                                   "{\"x\", null}"s,
                                   "{\"x\"::\"b\"}"s,
                                   "{\xf0\x9f\x87\xa8\xf0\x9f\x87\xad}"s,
                                   "{\"a\":\"a\" 123}"s,
                                   "{key: 'value'}"s,
                                   "{\"\xb9\":\"0\",}"s,
                                   "{\"a\" b}"s,
                                   "{:\"b\"}"s,
                                   "{\"a\" \"b\"}"s,
                                   "{\"a\":"s,
                                   "{\"a\""s,
                                   "{1:1}"s,
                                   "{9999E9999:1}"s,
                                   "{null:null,null:null}"s,
                                   "{\"id\":0,,,,,}"s,
                                   "{'a':0}"s,
                                   "{\"id\":0,}"s,
                                   "{\"a\":\"b\"}/**/"s,
                                   "{\"a\":\"b\"}#"s,
                                   "{\"a\":\"b\",,\"c\":\"d\"}"s,
                                   "{a: \"b\"}"s,
                                   "{\"a\":\"a"s,
                                   "{ \"foo\" : \"bar\", \"a\" }"s,
                                   "[\"\\uD800\\\"]"s,
                                   "[\"\\uD800\\u\"]"s,
                                   "[\"\\uD800\\u1\"]"s,
                                   "[\"\\x00\"]"s,
                                   "[\"\\\\\\\"]"s,
                                   "[\"\\\t\"]"s,
                                   "[\"\\\xf0\x9f\x8c\x80\"]"s,
                                   "[\"\\\"]"s,
                                   "[\"\\u00A\"]"s,
                                   "[\"\\uD834\\uDd\"]"s,
                                   "[\"\\a\"]"s,
                                   "[\"\\uqqqq\"]"s,
                                   "[\"\\u\xe5\"]"s,
                                   "[\\u0020\"asd\"]"s,
                                   "[\\n]"s,
                                   "\""s,
                                   "['single quote']"s,
                                   "abc"s,
                                   "[\"\\"s,
                                   "[\"a\x01z\"]"s,
                                   "[\"new\nline\"]"s,
                                   "[\"\t\"]"s,
                                   "\"\\UA66D\""s,
                                   "<.>"s,
                                   "[<null>]"s,
                                   "[True]"s,
                                   "1]"s,
                                   "{\"x\": true,"s,
                                   "[\xe2\x81\xa0]"s,
                                   "[\x0c]"s,
                                   "[\"\xff\"]"s,
                                   "[\"\xe6\x97\xd1\x88\xfa\"]"s,
                                   "[\"\xed\xa0\x80\"]"s,
                                   "[\"\xc0\xaf\"]"s,
                                   "[\"\xf4\xbf\xbf\xbf\"]"s}) {
    const std::string message = message_for(graph_with(value));
    EXPECT_THAT(message, HasSubstr("graph.json: offset")) << value;
    EXPECT_EQ(message.find('\n'), std::string::npos) << value;
  }
}

TEST(JsonConformance, NestingWithoutEndIsRefused) {
  for (const char* const opening : {"[", "{\"a\":", "[{\"\":"}) {
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += opening;
    EXPECT_THAT(message_for(deep), HasSubstr("graph.json: ")) << opening;
    EXPECT_THAT(message_for(graph_with(deep)), HasSubstr("graph.json: ")) << opening;
  }
  const std::string closed = std::string(100'000, '[') + std::string(100'000, ']');
  EXPECT_THAT(message_for(graph_with(closed)), HasSubstr("graph.json: "));
  EXPECT_THAT(message_for(closed), HasSubstr("graph.json: "));
}

}  // namespace
}  // namespace flowlog::graph
