// chunk_lists_test.cpp: the lists that chunks travel on keep each chunk, once, under threads.
#include <gtest/gtest.h>

#include <array>
#include <thread>
#include <vector>

#include "chunk_queue.h"
#include "free_list.h"

namespace flowlog::runtime {
namespace {

constexpr uint32_t kChunks = 16;

TEST(FreeList, LastInFirstOut) {
  std::array<IndexLink, kChunks> links{};
  FreeList list;
  list.reset(links.data());
  EXPECT_EQ(list.pop(), kNoIndex);
  list.push(3);
  list.push(5);
  EXPECT_EQ(list.pop(), 5u);
  EXPECT_EQ(list.pop(), 3u);
  EXPECT_TRUE(list.empty());
}

TEST(ChunkQueue, FirstInFirstOut) {
  std::array<IndexLink, kChunks> links{};
  ChunkQueue queue;
  queue.reset(links.data());
  for (uint32_t index : {4u, 2u, 9u}) queue.put(index);
  std::vector<uint32_t> taken;
  queue.take_all([&](uint32_t index) { taken.push_back(index); });
  EXPECT_EQ(taken, (std::vector<uint32_t>{4, 2, 9}));
  EXPECT_TRUE(queue.empty());
}

TEST(ChunkQueue, WhoVisitsMayPutTheChunkElsewhere) {
  std::array<IndexLink, kChunks> links{};
  ChunkQueue full, later;
  full.reset(links.data());
  later.reset(links.data());
  for (uint32_t index = 0; index < 5; ++index) full.put(index);
  full.take_all([&](uint32_t index) { later.put(index); });
  std::vector<uint32_t> taken;
  later.take_all([&](uint32_t index) { taken.push_back(index); });
  EXPECT_EQ(taken, (std::vector<uint32_t>{0, 1, 2, 3, 4}));
}

// As in the recorder: threads take chunks, fill them and queue them; one drains them and frees them. Each
// chunk holds its users' count in a plain variable, so that a chunk given to two at once is a data race
// (TSan) and a wrong sum.
TEST(ChunkLists, ChunksGoRoundWithoutLossUnderThreads) {
  constexpr int kThreads = 2, kRounds = 20000;
  std::array<IndexLink, kChunks> links{};
  std::array<uint64_t, kChunks> words{};
  FreeList free;
  ChunkQueue full;
  free.reset(links.data());
  full.reset(links.data());
  for (uint32_t index = 0; index < kChunks; ++index) free.push(index);

  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < kRounds; ++round) {
        uint32_t index;
        while ((index = free.pop()) == kNoIndex) std::this_thread::yield();
        ++words[index];
        full.put(index);
      }
    });
  }
  uint64_t sum = 0;
  for (uint64_t drained = 0; drained < kThreads * kRounds;) {
    full.take_all([&](uint32_t index) {
      ++drained;
      sum += words[index];
      words[index] = 0;
      free.push(index);
    });
    std::this_thread::yield();
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(sum, uint64_t{kThreads} * kRounds);
  for (uint32_t i = 0; i < kChunks; ++i) EXPECT_NE(free.pop(), kNoIndex);
  EXPECT_EQ(free.pop(), kNoIndex);
}

}  // namespace
}  // namespace flowlog::runtime
