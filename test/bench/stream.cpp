// stream.cpp CALLS [CALLS_PER_SECOND]: makes so many calls of callee(), without a rest or at that rate, and
// prints the seconds that it took and the seconds of a processor that the recorder's writer thread took
// meanwhile.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "callee.h"

namespace {

// 0 if there is no such thread.
double writer_cpu_s() {
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    std::string name;
    std::getline(std::ifstream(task.path() / "comm"), name);
    if (name != "flowlog-writer") continue;
    unsigned long long ran_ns = 0;
    std::ifstream(task.path() / "schedstat") >> ran_ns;
    return static_cast<double>(ran_ns) / 1e9;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  using Clock = std::chrono::steady_clock;
  constexpr long kPiece = 10'000;
  const long calls = std::atol(argv[1]), per_second = argc > 2 ? std::atol(argv[2]) : 0;
  const auto start = Clock::now();
  const double writer_before_s = writer_cpu_s();
  for (long made = 0; made < calls; made += kPiece) {
    for (long i = 0; i < kPiece; ++i) callee();
    if (per_second != 0)
      std::this_thread::sleep_until(start +
                                    std::chrono::nanoseconds((made + kPiece) * 1'000'000'000 / per_second));
  }
  const std::chrono::duration<double> took = Clock::now() - start;
  std::printf("%.6f %.6f\n", took.count(), writer_cpu_s() - writer_before_s);
}
