// threads.cpp THREADS BURSTS CALLS REST_MS: prints what a call of callee() costs when so many threads make
// bursts of calls at the same time, the median of all bursts, in nanoseconds.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "callee.h"

namespace {

// Threads begin a burst together.
class Start {
 public:
  explicit Start(int threads) : threads_(threads) {}
  void wait_for_all(int burst) {
    arrived_.fetch_add(1);
    while (arrived_.load() < threads_ * (burst + 1)) {
    }
  }

 private:
  const int threads_;
  std::atomic<int> arrived_{0};
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) return 2;
  const int threads = std::atoi(argv[1]), bursts = std::atoi(argv[2]), calls = std::atoi(argv[3]),
            rest_ms = std::atoi(argv[4]);
  std::vector<double> costs_ns(static_cast<size_t>(threads * bursts));
  Start start(threads);
  std::vector<std::thread> running;
  for (int thread = 0; thread < threads; ++thread) {
    running.emplace_back([&, thread] {
      for (int burst = 0; burst < bursts; ++burst) {
        start.wait_for_all(burst);
        const auto begin = std::chrono::steady_clock::now();
        for (int i = 0; i < calls; ++i) callee();
        const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begin;
        costs_ns[static_cast<size_t>(thread * bursts + burst)] = took.count() / calls;
        std::this_thread::sleep_for(std::chrono::milliseconds(rest_ms));
      }
    });
  }
  for (std::thread& thread : running) thread.join();
  const auto middle = costs_ns.begin() + static_cast<long>(costs_ns.size() / 2);
  std::nth_element(costs_ns.begin(), middle, costs_ns.end());
  std::printf("%.3f\n", *middle);
}
