// special_calls.h: calls with which sessions begin, end and are left out. None of it is on the way of the
// plain call in a session that is recorded.
#pragma once

#include <flowlog/abi.h>

#include <cstdint>

namespace flowlog::runtime {

// flowlog_enter, where nothing is to be recorded before it is decided what the call belongs to.
__attribute__((noinline, cold)) uint32_t enter_while_idle(const flowlog_site* site);

}  // namespace flowlog::runtime
