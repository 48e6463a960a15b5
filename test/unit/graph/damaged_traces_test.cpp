// damaged_traces_test.cpp: every truncation and every flipped bit of twenty traces that have all kinds of
// records is read, and folded, or refused by name.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "error.h"
#include "graph/event_list.h"
#include "graph/fold.h"
#include "graph/graph_json.h"
#include "graph/log_list.h"
#include "graph/session_graph.h"
#include "trace/made_trace.h"

namespace flowlog::graph {
namespace {

std::string made(unsigned seed) {
  static constexpr const char* kRecords[] = {
      "enter 1",
      "enter 2",
      "exit 1 success",
      "exit 2 error",
      "exit 1 partial",
      "exit 2 abandoned",
      "time",
      "session-begin \"a session\"",
      "session-end",
      "detail \"why\"",
      "exception \"St9bad_alloc\"",
      "type \"4Base\"",
      "alternative 1",
      "partial \"cached\"",
      "resync 1",
      "lost 3",
      "lost 3 since=1000 least=0 ended=1",
      "log info \"said\" \"number\" i32 -7 \"text\" text \"words\"",
      "suspend 7",
      "resume 7",
      "remote 0af7651916cd43dd8448eb211c80319c b7ad6b7169203331 site=7 flags=3",
      "refused 1",
      "share 9",
      "adopt 9",
      "release 9",
      "apart",
      "misuse \"twice\"",
      "outer-session-end 1",
      "attribute \"test.case.name\" \"A.Test\"",
      "wide 99 \"from the future\"",
  };
  std::mt19937 random(seed);
  std::vector<std::string> records(std::begin(kRecords), std::end(kRecords));
  std::shuffle(records.begin(), records.end(), random);
  std::string text =
      "trace 6f1c0a52-7d1e-4b7a-9c3e-2f5d8a1b4c6e\nabout {\"pid\":7,\"test\":\"A\"}\n"
      "clock 1000 1000 1700000000000000000\ncost 10 50 30\n"
      "shape 5f {\"type\":\"S\",\"fields\":{\"n\":\"int\"}}\n"
      "site 1 id=a1 {\"id\":\"f()\",\"input_shape\":{\"s\":95},\"output_shape\":\"int\"}\n"
      "site 2 session id=a2 {\"id\":\"g()\"}\n";
  for (int thread = 1; thread < 3; ++thread) {
    text += "chunk " + std::to_string(thread) + " 0 base=1000\n1000 enter " + std::to_string(thread) + "\n";
    for (size_t i = 0; i < records.size(); ++i) {
      if (int(i % 2) == thread % 2) text += std::to_string(1001 + i) + " " + records[i] + "\n";
    }
  }
  return trace::pack(text + "end\n", "made");
}

// Returns whether it could be read. Whatever happens within is for the sanitizers to judge.
bool survives(const std::string& bytes) {
  try {
    trace::Trace trace = trace::open_bytes(bytes);
    const Graph graph = fold(trace);
    from_json(to_json(graph), "own");
    list_events(trace);
    list_logs(trace);
    trace::dumped(trace);
    return true;
  } catch (const Error& refused) {
    EXPECT_EQ(std::string(refused.what()).substr(0, 9), "made.flog");
    return false;
  }
}

TEST(DamagedTraces, EveryTruncationIsReadOrRefused) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const std::string whole = made(seed);
    ASSERT_TRUE(survives(whole));
    for (size_t bytes = 0; bytes < whole.size(); ++bytes) survives(whole.substr(0, bytes));
  }
}

TEST(DamagedTraces, EveryFlippedBitIsSeenAndTheRestRead) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    std::string bytes = made(seed);
    for (size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
      bytes[bit / 8] = char(bytes[bit / 8] ^ 1 << bit % 8);
      const bool is_in_header = bit / 8 < sizeof(format::FileHeader);
      EXPECT_TRUE(survives(bytes) || is_in_header) << "seed " << seed << ", bit " << bit;
      bytes[bit / 8] = char(bytes[bit / 8] ^ 1 << bit % 8);
    }
  }
}

}  // namespace
}  // namespace flowlog::graph
