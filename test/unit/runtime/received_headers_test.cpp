// received_headers_test.cpp: what came with sessions is found by their numbers, by all threads at once.
#include "received_headers.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace flowlog::runtime {
namespace {

flowlog_received with_correlation(const std::string& id) {
  flowlog_received received{};
  received.state = "";
  received.correlation = id.data();
  received.correlation_bytes = static_cast<uint32_t>(id.size());
  return received;
}

std::string correlation_of(ReceivedHeaders& headers, uint64_t session) {
  std::string found = "none";
  headers.with(session, [&](const flowlog_received& received) {
    found.assign(received.correlation, received.correlation_bytes);
  });
  return found;
}

TEST(ReceivedHeaders, AreThereUntilTheirSessionEnds) {
  const auto headers = std::make_unique<ReceivedHeaders>();
  EXPECT_EQ(correlation_of(*headers, 1), "none");
  EXPECT_TRUE(headers->put(1, with_correlation("one")));
  EXPECT_TRUE(headers->put(2, with_correlation("two")));
  EXPECT_EQ(correlation_of(*headers, 1), "one");
  EXPECT_EQ(correlation_of(*headers, 0), "none");

  headers->remove(1);
  EXPECT_EQ(correlation_of(*headers, 1), "none");
  EXPECT_EQ(correlation_of(*headers, 2), "two");

  headers->clear();
  EXPECT_EQ(correlation_of(*headers, 2), "none");
}

TEST(ReceivedHeaders, HaveRoomForThousandsAtOnce) {
  const auto headers = std::make_unique<ReceivedHeaders>();
  uint64_t kept = 0;
  while (headers->put(kept + 1, with_correlation(std::to_string(kept + 1)))) ++kept;
  EXPECT_EQ(kept, 4096u);
  EXPECT_EQ(correlation_of(*headers, 4000), "4000");
  headers->remove(4000);
  EXPECT_TRUE(headers->put(5000, with_correlation("5000")));
}

// Threads begin and end sessions while others ask for them: whoever finds headers finds those of that
// session, whole.
TEST(ReceivedHeaders, OfOneSessionAreNeverTakenForAnothers) {
  const auto headers = std::make_unique<ReceivedHeaders>();
  constexpr uint64_t kThreads = 4, kSessions = 3000;
  std::atomic<uint64_t> running{kThreads}, wrong{0};
  std::atomic<uint64_t> latest[kThreads] = {};
  std::vector<std::thread> threads;
  for (uint64_t thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (uint64_t i = 1; i <= kSessions; ++i) {
        const uint64_t session = thread << 32 | i;
        headers->put(session, with_correlation(std::string(1 + i % 200, 'x') + std::to_string(session)));
        latest[thread] = session;
        headers->remove(session - 1);
      }
      --running;
    });
  }
  for (uint64_t thread = 0; running != 0; thread = (thread + 1) % kThreads) {
    const uint64_t session = latest[thread];
    const std::string found = correlation_of(*headers, session);
    wrong += found != "none" && !found.ends_with("x" + std::to_string(session));
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0u);
}

}  // namespace
}  // namespace flowlog::runtime
