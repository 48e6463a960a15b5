#include "json_writer.h"

#include <gtest/gtest.h>

namespace flowlog {
namespace {

TEST(JsonWriter, PutsItemsOnLinesOrOnOne) {
  JsonWriter json;
  json.object().member("a", uint64_t{1}).key("b").list();
  json.object(JsonWriter::kOneLine)
      .member("c", "x")
      .key("d")
      .list()
      .value(true)
      .value(uint64_t{2})
      .end()
      .end();
  json.value("y").end().key("empty").list().end().key("raw").raw("{}");
  EXPECT_EQ(json.end().take(), R"({
  "a": 1,
  "b": [
    {"c": "x", "d": [true, 2]},
    "y"
  ],
  "empty": [],
  "raw": {}
}
)");
}

TEST(JsonWriter, LeavesOutAllSpaceWhereAsked) {
  JsonWriter json;
  json.object(JsonWriter::kDense).key("a").list().value(uint64_t{1}).value("x y").end().member("b", true);
  EXPECT_EQ(json.end().take(), "{\"a\":[1,\"x y\"],\"b\":true}\n");
}

}  // namespace
}  // namespace flowlog
