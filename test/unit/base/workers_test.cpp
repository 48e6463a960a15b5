// workers_test.cpp: tasks of several threads.
#include "workers.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <stdexcept>

namespace flowlog {
namespace {

TEST(Workers, RunEveryTaskOnce) {
  for (const unsigned threads : {1u, 2u, 8u}) {
    Workers workers(threads);
    std::array<std::atomic<int>, 1000> runs{};
    std::atomic<size_t> done{0};
    for (auto& count : runs) {
      workers.post([&](unsigned worker) {
        EXPECT_LT(worker, threads);
        ++count;
        ++done;
      });
    }
    workers.help_until([&] { return done == runs.size(); });
    for (const auto& count : runs) EXPECT_EQ(count, 1);
  }
}

TEST(Workers, WhatATaskThrowsIsThrownToTheCallerAndTheyWorkOn) {
  for (const unsigned threads : {1u, 4u}) {
    Workers workers(threads);
    std::atomic<bool> busy{true};
    workers.post([&](unsigned) {
      const Workers::Done done(busy);
      throw std::runtime_error("no");
    });
    EXPECT_THROW(
        {
          workers.help_until([&] { return !busy; });
          workers.help_until([] { return false; });  // the task has ended, and is about to say how
        },
        std::runtime_error);
    std::atomic<bool> second{true};
    workers.post([&](unsigned) { const Workers::Done done(second); });
    workers.help_until([&] { return !second; });
  }
}

}  // namespace
}  // namespace flowlog
