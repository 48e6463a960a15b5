// live_sessions_test.cpp: slots of sessions that are shared; run under the race detector as well.
#include "live_sessions.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

namespace flowlog::runtime {
namespace {

TEST(LiveSessions, ASessionIsLiveUntilItIsRemoved) {
  const auto sessions = std::make_unique<LiveSessions>();
  const uint64_t first = sessions->add(7), second = sessions->add(8);

  EXPECT_TRUE(sessions->is_live(first));
  sessions->remove(first);

  EXPECT_FALSE(sessions->is_live(first));
  EXPECT_TRUE(sessions->is_live(second));
  EXPECT_TRUE(sessions->is_live(0)) << "of what has no slot nobody knows";
}

TEST(LiveSessions, ASlotThatIsUsedAgainKeepsTheOldHandleDead) {
  const auto sessions = std::make_unique<LiveSessions>();
  const uint64_t old = sessions->add(7);
  sessions->remove(old);
  const uint64_t fresh = sessions->add(8);

  EXPECT_EQ(old % LiveSessions::kSlots, fresh % LiveSessions::kSlots);
  EXPECT_FALSE(sessions->is_live(old));
  EXPECT_TRUE(sessions->is_live(fresh));
}

TEST(LiveSessions, WithoutASlotThereIsNoHandle) {
  const auto sessions = std::make_unique<LiveSessions>();
  std::vector<uint64_t> handles;
  for (uint64_t number = 1; number < LiveSessions::kSlots; ++number) handles.push_back(sessions->add(number));

  EXPECT_EQ(sessions->add(LiveSessions::kSlots), 0u);

  sessions->remove(handles.back());
  EXPECT_NE(sessions->add(LiveSessions::kSlots), 0u);
}

// Each thread's own sessions are live as long as it says, while all look at everybody's latest.
TEST(LiveSessions, ThreadsTakeAndGiveBackWithoutALock) {
  constexpr uint64_t kThreads = 4, kRounds = 20'000;
  const auto sessions = std::make_unique<LiveSessions>();
  std::atomic<uint64_t> latest[kThreads] = {};
  std::atomic<uint64_t> wrong{0};
  std::vector<std::thread> threads;
  for (uint64_t self = 0; self < kThreads; ++self) {
    threads.emplace_back([&, self] {
      for (uint64_t round = 1; round <= kRounds; ++round) {
        const uint64_t handle = sessions->add(self << 40 | round);
        wrong += !sessions->is_live(handle);
        const uint64_t before = latest[self].exchange(handle);
        for (const auto& other : latest) (void)sessions->is_live(other.load());
        if (before == 0) continue;
        sessions->remove(before);
        wrong += sessions->is_live(before);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();

  EXPECT_EQ(wrong.load(), 0u);
  for (const auto& handle : latest) EXPECT_TRUE(sessions->is_live(handle.load()));
}

}  // namespace
}  // namespace flowlog::runtime
