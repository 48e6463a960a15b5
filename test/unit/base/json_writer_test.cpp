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

}  // namespace
}  // namespace flowlog
