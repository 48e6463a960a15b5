// json_roundtrip.cpp: a published library, seen from within, without a mark in its code.
//
//   json_roundtrip [RECORDS]
//
// Makes a document of RECORDS records, writes it, parses what was written, takes it apart and writes it again
// with nlohmann_json. Compiled with -fplugin-arg-flowlog-match=^nlohmann:: every function of the library is
// tracked. Prints what came of it, and the document.
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <random>
#include <string>

#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;

json make_record(std::mt19937_64& random, int number) {
  json record = {{"id", number},
                 {"name", "record " + std::to_string(random() % 1000)},
                 {"weight", static_cast<double>(random() % 100000) / 64},
                 {"parent", nullptr},
                 {"open", random() % 2 == 0},
                 {"note", "quotes \" and \\, tabs \t, umlauts \u00e4\u00f6\u00fc and \u20ac"}};
  for (std::uint64_t i = random() % 6; i > 0; --i) record["tags"].push_back(random() % 50);
  if (number % 3 == 0) record["parent"] = {{"id", number / 3}, {"depth", -number}};
  return record;
}

json make_document(int records) {
  std::mt19937_64 random(1);
  json document = {{"version", 1}, {"records", json::array()}};
  for (int i = 0; i < records; ++i) document["records"].push_back(make_record(random, i));
  return document;
}

// What is wrong with a text is told by an exception, which is caught here.
bool is_refused(const std::string& text) {
  try {
    return json::parse(text).is_discarded();
  } catch (const json::parse_error&) {
    return true;
  }
}

int usage() {
  std::fprintf(stderr, "usage: json_roundtrip [RECORDS]\n");
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  int records = 1000;
  if (argc > 2) return usage();
  if (argc == 2) {
    const char* const end = argv[1] + std::strlen(argv[1]);
    const auto [stop, wrong] = std::from_chars(argv[1], end, records);
    if (wrong != std::errc{} || stop != end || records < 0) return usage();
  }

  const std::string written = make_document(records).dump();
  const json parsed = json::parse(written);
  const std::string again = parsed.dump();
  const json patch = json::diff(parsed, json::parse(again));

  std::printf("%zu bytes, %s after the way back, %zu differences, %s when cut\n", written.size(),
              written == again ? "the same" : "another text", patch.size(),
              is_refused(written.substr(0, written.size() / 2)) ? "refused" : "accepted");
  std::printf("%s\n", parsed.dump(1).c_str());
}
