// session.cpp BURSTS SESSIONS [REST_MS]: prints what a flowlog::session costs from begin to end, its id
// included, and what two readings of the clock do, each the median of so many bursts, in nanoseconds; then
// how many sessions had an id.
#include <flowlog/session.h>
#include <x86intrin.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

namespace {

template <class Body>
double cost_ns(int repetitions, Body body) {
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < repetitions; ++i) body();
  const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
  return took.count() / repetitions;
}

double median(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const int bursts = std::atoi(argv[1]), sessions = std::atoi(argv[2]),
            rest_ms = argc > 3 ? std::atoi(argv[3]) : 0;
  std::vector<double> of_sessions, of_clock;
  uint64_t recorded = 0;
  for (int burst = 0; burst < bursts; ++burst) {
    of_sessions.push_back(cost_ns(sessions, [&] {
      const flowlog::session one("request");
      recorded += !one.id().is_nil();
    }));
    uint64_t read[2];
    of_clock.push_back(cost_ns(sessions, [&] {
      read[0] = __rdtsc();
      asm volatile("" ::"r"(read) : "memory");
      read[1] = __rdtsc();
      asm volatile("" ::"r"(read) : "memory");
    }));
    if (rest_ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(rest_ms));
  }
  std::printf("%.3f %.3f %llu\n", median(of_sessions), median(of_clock),
              static_cast<unsigned long long>(recorded));
}
