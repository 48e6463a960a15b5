// rare.h: what several hooks do now and then, and never in the plain call that enters and returns.
#pragma once

#include <flowlog/abi.h>

#include "../dynamic_type.h"
#include "thread_state.h"
#include "wide_record.h"

#define FLOWLOG_HOOK extern "C" __attribute__((visibility("default")))
#define FLOWLOG_COLD __attribute__((noinline, cold))

namespace flowlog::runtime {

// A record tells that the calls above `depth` are left.
inline void fall_to(uint32_t depth) {
  const bool dropped = put_integer(format::Wide::kResync, depth, sizeof depth) == nullptr;
  this_thread.depth = depth;
  if (dropped) lost_down_to(depth);
}

// Records that frames above the call of `token` were left without their exits, if there are any. False if the
// call itself is not in this trace: it was entered before this process was forked.
FLOWLOG_COLD inline bool close_calls_above(uint32_t token) {
  if (token > this_thread.depth) return false;
  if (token < this_thread.depth) fall_to(token);
  return true;
}

// Records what it was that ended the innermost open call. Returns the call's outcome.
FLOWLOG_COLD inline uint32_t put_exception(void* exception) {
  const ExceptionType type = exception_type(exception);
  switch (type.origin) {
    case ExceptionOrigin::kCxx:
      put_text(format::Wide::kException, type.type_name.data(), type.type_name.size());
      return FLOWLOG_ERROR;
    case ExceptionOrigin::kForeign: {
      constexpr std::string_view kForeign = "(foreign exception)";
      put_text(format::Wide::kDetail, kForeign.data(), kForeign.size());
      return FLOWLOG_ERROR;
    }
    case ExceptionOrigin::kForced:
      break;
  }
  return FLOWLOG_ABANDONED;
}

}  // namespace flowlog::runtime
