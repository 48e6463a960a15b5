// session_hooks.cpp: what begins and ends sessions: session.h, and calls that start one (abi.h).
#include <flowlog/abi.h>
#include <flowlog/format.h>

#include "rare.h"
#include "thread_state.h"
#include "wide_record.h"

using namespace flowlog::runtime;
using flowlog::format::Wide;

FLOWLOG_HOOK uint32_t flowlog_enter_special(const flowlog_site* site, uint32_t) {
  return flowlog_enter(site);
}

FLOWLOG_HOOK uint64_t flowlog_session_begin(const char* name, size_t name_bytes, unsigned char id[16]) {
  constexpr size_t kMaxName_bytes = 255;
  const size_t bytes = name_bytes < kMaxName_bytes ? name_bytes : kMaxName_bytes;
  const uint64_t* header = is_recording() ? put_text(Wide::kSessionBegin, name, bytes) : nullptr;
  session_id_at(header, id);
  return header != nullptr;
}

FLOWLOG_HOOK void flowlog_session_end(uint64_t) {
  if (put_text(Wide::kSessionEnd, nullptr, 0) == nullptr) ++this_thread.lost.ended_sessions;
}
