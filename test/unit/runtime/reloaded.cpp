// reloaded.cpp: a shared object with a site of its own, for programs that load and unload it for ever.
#include "hand_made_sites.h"

namespace {
[[gnu::destructor]] void unregister_sites() { flowlog_unregister(sites); }
}  // namespace

extern "C" __attribute__((visibility("default"))) void reloaded_call() { call_pairs(1); }
