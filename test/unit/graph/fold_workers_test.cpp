// fold_workers_test.cpp: however many threads fold a trace, and whatever is in it, the graph is the same.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "graph/fold.h"
#include "graph/graph_json.h"
#include "trace/made_trace.h"

namespace flowlog::graph {
namespace {

// The records of one thread, in chunks: calls in calls, with sessions, details, losses and exits that are
// missing.
class MadeThread {
 public:
  MadeThread(unsigned number, unsigned seed) : number_(number), random_(seed) {}

  std::string chunks(unsigned count, unsigned words) {
    for (unsigned sequence = 0; sequence < count; ++sequence) {
      text_ += "chunk " + std::to_string(number_) + " " + std::to_string(sequence) +
               " depth=" + std::to_string(open_.size()) + "\n";
      for (unsigned i = 0; i < words; ++i) add_record();
    }
    return std::move(text_);
  }

 private:
  unsigned below(unsigned limit) { return unsigned(random_() % limit); }

  void add_record() {
    now_ += below(50);
    const std::string now = std::to_string(now_);
    const unsigned choice = below(100);
    if (choice < 50 && open_.size() < 20) {
      open_.push_back(1 + below(9));
      text_ += now + " enter " + std::to_string(open_.back()) + "\n";
    } else if (choice < 96) {
      if (open_.empty()) return;
      static constexpr const char* kEnds[] = {"success", "success", "success",
                                              "error",   "partial", "abandoned"};
      if (below(20) == 0) text_ += now + " detail \"why " + std::to_string(below(3)) + "\"\n";
      text_ += now + " exit " + std::to_string(open_.back()) + " " + kEnds[below(6)] + "\n";
      open_.pop_back();
    } else if (choice == 96) {
      text_ += now + " session-begin \"s\"\n";
    } else if (choice == 97) {
      text_ += now + " session-end\n";
    } else if (choice == 98 && !open_.empty()) {
      open_.resize(below(unsigned(open_.size())));
      text_ += now + " resync " + std::to_string(open_.size()) + "\n";
    } else {
      text_ += now + " share " + std::to_string(number_ * 1000000 + ++shares_) + "\n";
    }
  }

  const unsigned number_;
  std::mt19937 random_;
  std::string text_;
  std::vector<unsigned> open_;
  uint64_t now_ = 1000;
  unsigned shares_ = 0;
};

std::string made(unsigned seed) {
  std::string text =
      "trace 6f1c0a52-7d1e-4b7a-9c3e-2f5d8a1b4c6e\nclock 0 0 1700000000000000000\ncost 10 50 30\n"
      "site 1 session {\"id\":\"serve\"}\n";
  for (int site = 2; site < 9; ++site)
    text += "site " + std::to_string(site) + " {\"id\":\"f" + std::to_string(site / 2) + "\"}\n";
  for (unsigned thread = 1; thread < 6; ++thread)
    text += MadeThread(thread, seed * 10 + thread).chunks(30, 300);
  return text + "end\n";
}

TEST(FoldWorkers, AnyNumberOfThemGivesTheSameBytes) {
  for (unsigned seed = 1; seed < 6; ++seed) {
    const std::string bytes = trace::pack(made(seed), "made");
    trace::Trace once = trace::open_bytes(bytes);
    const std::string expected = to_json(fold(once));
    EXPECT_NE(expected.find("\"from\": \"serve\""), std::string::npos);
    for (const unsigned threads : {1u, 2u, 3u, 8u}) {
      Workers workers(threads);
      trace::Trace trace = trace::open_bytes(bytes);
      EXPECT_EQ(to_json(fold(trace, workers)), expected) << threads << " threads, seed " << seed;
    }
  }
}

TEST(FoldWorkers, DamageIsCountedAsByOne) {
  std::string bytes = trace::pack(made(7), "made");
  for (size_t at = 5000; at < bytes.size(); at += 9000) bytes[at] = char(bytes[at] ^ 0x40);
  trace::Trace once = trace::open_bytes(bytes);
  const std::string expected = to_json(fold(once));
  EXPECT_GT(once.losses().damaged_bytes, 0u);
  Workers workers(3);
  trace::Trace trace = trace::open_bytes(bytes);
  EXPECT_EQ(to_json(fold(trace, workers)), expected);
}

}  // namespace
}  // namespace flowlog::graph
