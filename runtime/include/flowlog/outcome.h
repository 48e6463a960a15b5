// outcome.h: what a call says of its own outcome, beside what its result and its exceptions tell.
#pragma once

#include <cstddef>
#include <string_view>

#ifndef FLOWLOG_DISABLE
extern "C" __attribute__((weak)) void flowlog_partial(const char* why, std::size_t why_bytes);
#endif

namespace flowlog {

// The innermost tracked call on this thread does only part of what was asked: if it then succeeds, it counts
// as partial, with `why` as its branch. `why` names a kind ("cache miss") and never holds data; it is copied,
// at most 1024 bytes.
inline void partial([[maybe_unused]] std::string_view why) noexcept {
#ifndef FLOWLOG_DISABLE
  if (flowlog_partial != nullptr) flowlog_partial(why.data(), why.size());
#endif
}

}  // namespace flowlog
