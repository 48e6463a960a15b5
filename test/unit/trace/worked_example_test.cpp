// worked_example_test.cpp: the example of docs/format.md is true.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "trace/made_trace.h"

namespace flowlog::trace {
namespace {

// What stands between ```NAME and ``` in docs/format.md.
std::string fenced(const std::string& name) {
  std::ifstream file(FLOWLOG_SOURCE_DIR "/docs/format.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  const std::string opening = "```" + name + "\n";
  const size_t begin = page.find(opening);
  if (begin == std::string::npos) return {};
  const size_t text = begin + opening.size();
  return page.substr(text, page.find("```", text) - text);
}

std::string bytes_of_hex_dump(const std::string& dump) {
  std::string bytes;
  std::istringstream lines(dump);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line.substr(0, line.find('#')));
    size_t offset = 0;
    words >> std::hex >> offset;
    EXPECT_EQ(offset, bytes.size());
    for (unsigned byte; words >> std::hex >> byte;) bytes += char(byte);
  }
  return bytes;
}

TEST(WorkedExample, ItsBytesDecodeToItsText) {
  Trace trace = open_bytes(bytes_of_hex_dump(fenced("hex")));

  EXPECT_EQ(dumped(trace), fenced("trace"));
  EXPECT_TRUE(trace.complete());
}

TEST(WorkedExample, ItsTextEncodesToItsBytes) {
  EXPECT_EQ(pack(fenced("trace"), "example"), bytes_of_hex_dump(fenced("hex")));
}

}  // namespace
}  // namespace flowlog::trace
