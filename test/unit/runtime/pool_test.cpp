// pool_test.cpp: chunks are taken, filled and given back; the pool is bounded, and readable by others.
#include "pool.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <string>

#include "trace/pool.h"

namespace flowlog::runtime {
namespace {

constexpr unsigned char kTrace[16] = {0xAB, 1, 2};

class PoolTest : public testing::Test {
 protected:
  void TearDown() override {
    pool_.remove_file();
    pool_.abandon();
  }
  int create(uint32_t block_bytes, uint32_t blocks) {
    return pool_.create(path_.c_str(), {.block_bytes = block_bytes, .blocks = blocks}, kTrace, "/archive");
  }

  std::string path_ = "/dev/shm/flowlog-pool-test-" + std::to_string(::getpid());
  Pool pool_;
};

TEST_F(PoolTest, ChunksLieAtMultiplesOfTheirSize) {
  ASSERT_EQ(create(8192, 3), 0);
  for (int i = 0; i < 3; ++i) {
    const uint32_t index = pool_.take();
    ASSERT_NE(index, kNoIndex);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(&pool_.header(index)) % 8192, 0u);
    EXPECT_EQ(pool_.index_of(pool_.words(index)), index);
  }
  EXPECT_EQ(pool_.words_in(0), (8192 - 64) / 8u);
}

TEST_F(PoolTest, NoMoreChunksThanItWasGiven) {
  ASSERT_EQ(create(4096, 2), 0);
  const uint32_t first = pool_.take();
  EXPECT_NE(pool_.take(), kNoIndex);
  EXPECT_EQ(pool_.take(), kNoIndex);
  pool_.mark_full(first, 0, 0);
  pool_.give_back(first);
  EXPECT_EQ(pool_.take(), first);
}

TEST_F(PoolTest, AChunkGivenBackIsClear) {
  ASSERT_EQ(create(4096, 1), 0);
  const uint32_t index = pool_.take();
  pool_.mark_owned(index, {});
  const uint32_t words = pool_.words_in(index);
  for (uint32_t i = 0; i < words; ++i) pool_.words(index)[i] = ~uint64_t{0};
  pool_.mark_full(index, words, 0);
  pool_.give_back(index);
  ASSERT_EQ(pool_.take(), index);
  for (uint32_t i = 0; i < words; ++i) ASSERT_EQ(pool_.words(index)[i], 0u);
}

TEST_F(PoolTest, ARetiredChunkDoesNotComeBack) {
  ASSERT_EQ(create(4096, 1), 0);
  pool_.retire(pool_.take());
  EXPECT_EQ(pool_.take(), kNoIndex);
}

TEST_F(PoolTest, ABlockIsSplitWhereSmallChunksAreAskedFor) {
  ASSERT_EQ(create(16384, 2), 0);
  const uint32_t whole = pool_.take();
  EXPECT_EQ(pool_.bytes(whole), 16384u);
  for (int i = 0; i < 4; ++i) {
    const uint32_t index = pool_.take_small();
    ASSERT_NE(index, kNoIndex);
    EXPECT_EQ(pool_.bytes(index), 4096u);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(&pool_.header(index)) % 4096, 0u);
    EXPECT_EQ(pool_.index_of(pool_.words(index) + pool_.words_in(index) - 1), index);
  }
  EXPECT_TRUE(pool_.is_exhausted());
  EXPECT_EQ(pool_.take_small(), kNoIndex);
  EXPECT_EQ(pool_.take(), kNoIndex);
}

TEST_F(PoolTest, ASmallChunkThatIsGivenBackIsTakenAgain) {
  ASSERT_EQ(create(8192, 1), 0);
  pool_.take_small();
  const uint32_t second = pool_.take_small();
  pool_.mark_full(second, 0, 0);
  pool_.give_back(second);
  EXPECT_EQ(pool_.take(), kNoIndex);
  EXPECT_EQ(pool_.take_small(), second);
}

TEST_F(PoolTest, OnlyWhatIsTakenUsesMemory) {
  ASSERT_EQ(create(64 << 10, 256), 0);
  pool_.take();
  struct stat file;
  ASSERT_EQ(::stat(path_.c_str(), &file), 0);
  EXPECT_LE(file.st_blocks * 512, (64 << 10) + 3 * 4096);
  EXPECT_EQ(file.st_mode & 0777, 0600u);
}

TEST_F(PoolTest, AReaderFindsOwnedAndFullChunks) {
  ASSERT_EQ(create(4096, 4), 0);
  for (uint32_t state = 0; state < 3; ++state) {
    const uint32_t index = pool_.take();
    format::ChunkHeader header{};
    header.thread = state;
    header.sequence = 40 + state;
    if (state >= 1) pool_.mark_owned(index, header);
    if (state == 2) pool_.mark_full(index, 1, 0);
    pool_.words(index)[0] = format::record(format::Kind::kEnter, 9, 0);
  }
  trace::Uuid id;
  std::copy(std::begin(kTrace), std::end(kTrace), id.begin());
  const auto read = trace::Pool::open(path_, id);
  ASSERT_NE(read, nullptr);
  ASSERT_EQ(read->chunks().size(), 2u);
  EXPECT_EQ(read->chunks()[0].thread, 1u);
  EXPECT_EQ(read->chunks()[1].sequence, 42u);
}

// R17
TEST_F(PoolTest, WhatStandsAtItsPathIsRefused) {
  const std::string victim = path_ + "-victim";
  ::close(::open(victim.c_str(), O_CREAT | O_WRONLY, 0600));
  const auto refuses = [&](int planted) {
    ASSERT_EQ(planted, 0);
    EXPECT_EQ(create(4096, 4), EEXIST);
    ::unlink(path_.c_str());
  };
  refuses(::symlink(victim.c_str(), path_.c_str()));
  refuses(::link(victim.c_str(), path_.c_str()));
  refuses(::mkfifo(path_.c_str(), 0600));
  EXPECT_EQ(std::filesystem::file_size(victim), 0u);
  ::unlink(victim.c_str());
}

}  // namespace
}  // namespace flowlog::runtime
