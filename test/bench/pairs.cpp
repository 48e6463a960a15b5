// pairs.cpp BURSTS CALLS [REST_MS]: prints what a call of callee() costs, the median of so many bursts, in
// nanoseconds, and how many words of callee_words were stored to.
//
// Between bursts it rests, so that a recorder which works behind a buffer is measured while the buffer has
// room.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <thread>
#include <vector>

#include "callee.h"

#if defined(CALLEE_XRAY)  // records if XRAY_RECORD is set; switched on from outside, its flight recorder
                          // keeps nothing
#include <xray/xray_interface.h>
#include <xray/xray_log_interface.h>

namespace {
// Room for all calls, and none left out for being short, which is what happens to most by default.
constexpr char kXrayOptions[] = "buffer_size=1048576:buffer_max=200:func_duration_threshold_us=0";

struct XrayRecording {
  const bool wanted = std::getenv("XRAY_RECORD") != nullptr;
  XrayRecording() {
    if (!wanted) return;
    __xray_log_select_mode("xray-fdr");
    __xray_log_init_mode("xray-fdr", kXrayOptions);
    __xray_patch();
  }
  ~XrayRecording() {
    if (!wanted) return;
    __xray_log_finalize();
    __xray_log_flushLog();
  }
};
}  // namespace
#endif

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const int bursts = std::atoi(argv[1]), calls = std::atoi(argv[2]),
            rest_ms = argc > 3 ? std::atoi(argv[3]) : 0;
#if defined(CALLEE_XRAY)
  const XrayRecording recording;
#endif
  std::vector<double> costs_ns;
  for (int burst = 0; burst < bursts; ++burst) {
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < calls; ++i) callee();
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
    costs_ns.push_back(took.count() / calls);
    if (rest_ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(rest_ms));
  }
  std::nth_element(costs_ns.begin(), costs_ns.begin() + bursts / 2, costs_ns.end());
  const auto stored =
      std::count_if(std::begin(callee_words), std::end(callee_words), [](uint64_t w) { return w != 0; });
  std::printf("%.3f %ld\n", costs_ns[static_cast<size_t>(bursts) / 2], static_cast<long>(stored));
}
