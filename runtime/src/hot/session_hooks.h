// session_hooks.h: flowlog::sessions, for what else begins one or asks for one.
#pragma once

#include <flowlog/abi.h>

#include <cstddef>
#include <cstdint>

#include "open_sessions.h"

namespace flowlog::runtime {

// flowlog_session_begin; `received` may be null.
uint64_t begin_session(const char* name, size_t name_bytes, const flowlog_received* received,
                       unsigned char id[16]);

// The id by which the session is known: its own, or that of the one that it is part of. All 0: not recorded.
void id_of(const OpenSession& session, unsigned char id[16]);

}  // namespace flowlog::runtime
