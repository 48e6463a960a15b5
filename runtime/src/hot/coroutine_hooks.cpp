// coroutine_hooks.cpp: what generated code calls where a coroutine leaves its thread, and where it comes back
// to one (abi.h).
//
// A call that is suspended is none of its thread's open calls: the thread's depth goes down with the suspend
// and up with the resume, and a token counts from there.
#include <flowlog/abi.h>
#include <flowlog/format.h>

#include "rare.h"
#include "thread_state.h"
#include "wide_record.h"

namespace flowlog::runtime {
namespace {

using format::Wide;

// No other suspension of the process has this number, before a thread has made 2^44 of them.
uint64_t next_suspension() {
  return uint64_t{this_thread.number} << 44 | (fetch_add(this_thread.suspensions, 1) + 1);
}

}  // namespace
}  // namespace flowlog::runtime

using namespace flowlog::runtime;

// What is dropped leaves and comes back all the same: whoever reads the trace finds a call there of which it
// knows no more.
FLOWLOG_HOOK uint64_t flowlog_suspend(uint32_t token) {
  if (!close_calls_above(token)) return 0;
  const uint64_t suspension = next_suspension();
  const bool dropped = put_integer(Wide::kSuspend, suspension, sizeof suspension) == nullptr;
  this_thread.depth = token - 1;
  if (dropped) lost_down_to(token - 1);
  return suspension;
}

FLOWLOG_HOOK uint32_t flowlog_resume(uint64_t suspension) {
  put_integer(Wide::kResume, suspension, sizeof suspension);
  return ++this_thread.depth;
}

FLOWLOG_HOOK void flowlog_caught(uint32_t token, void* exception) {
  if (close_calls_above(token)) put_exception(exception);
}
