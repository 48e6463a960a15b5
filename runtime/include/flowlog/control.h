// control.h: switches recording on and off while the program runs.
#pragma once

#include <flowlog/annotate.h>

#include <cstdint>

#ifndef FLOWLOG_DISABLE
extern "C" __attribute__((weak, nothrow)) void flowlog_enable(std::uint32_t on);
#endif

namespace FLOWLOG_IGNORE flowlog {

// From here on tracked calls, sessions and logs are recorded, or not. What is open at that moment comes out
// whole or not at all: a call that began to be recorded is recorded to its end, one that did not is not. The
// last word counts, whether it is this or a change of the configuration file (docs/recording.md).
//
// Any thread, but not in signal handlers: it takes a lock. Other threads follow within a call or two.
inline void enable([[maybe_unused]] bool on) noexcept {
#ifndef FLOWLOG_DISABLE
  if (flowlog_enable != nullptr) flowlog_enable(on ? 1 : 0);
#endif
}

}  // namespace flowlog
