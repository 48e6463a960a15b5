// hooks.cpp: what generated code calls on entry and exit of each tracked call (abi.h).
#include <flowlog/abi.h>
#include <flowlog/format.h>

#include "../dynamic_type.h"
#include "../slow_path.h"
#include "rare.h"
#include "special_calls.h"
#include "thread_state.h"
#include "wide_record.h"

namespace flowlog::runtime {

constinit thread_local ThreadState this_thread;
constinit HotGlobals hot;
constinit bool recording = true;

namespace {

using namespace format;

constexpr Kind exit_kind(uint32_t outcome) {
  return static_cast<Kind>(static_cast<uint32_t>(Kind::kExitSuccess) + (outcome & 3));
}

// Writes a record at a place that is reserved. False if it stands too far from the base: the place is then
// filled with nothing, a new base given, and the record must find another place.
inline bool put(uintptr_t place, Kind kind, uint32_t site, uint64_t ticks) {
  auto* word = reinterpret_cast<uint64_t*>(place);
  if (__builtin_expect(is_far_from_base(ticks), 0)) {
    __atomic_store_n(word, payload_word(0, 0), __ATOMIC_RELAXED);
    return false;
  }
  __atomic_store_n(word, record(kind, site, ticks), __ATOMIC_RELAXED);
  return true;
}

FLOWLOG_COLD uint32_t enter_after_new_base(const flowlog_site* site) {
  put_time();
  return flowlog_enter(site);
}

FLOWLOG_COLD void exit_after_new_base(const flowlog_site* site, uint32_t token, uint32_t outcome) {
  put_time();
  flowlog_exit(site, token, outcome);
}

FLOWLOG_COLD uint32_t enter_next_chunk(const flowlog_site* site) {
  if (is_idle()) return enter_while_idle(site);
  unpark();
  switch (next_chunk(1)) {
    case Room::kFound:
      return flowlog_enter(site);
    case Room::kNone:  // the call counts as open all the same: what it calls is not outermost
      return ++this_thread.depth;
    case Room::kNever:
      break;
  }
  return 0;
}

inline uint32_t enter_at(uintptr_t place, const flowlog_site* site, uint64_t ticks) {
  if (__builtin_expect(!put(place, Kind::kEnter, site->number, ticks), 0)) return enter_after_new_base(site);
  return ++this_thread.depth;
}

inline void exit_at(uintptr_t place, const flowlog_site* site, uint32_t token, uint32_t outcome,
                    uint64_t ticks) {
  if (__builtin_expect(!put(place, exit_kind(outcome), site->number, ticks), 0)) {
    return exit_after_new_base(site, token, outcome);
  }
  this_thread.depth = token - 1;
}

// A call in the hooks themselves would cost every call the saving of registers.
FLOWLOG_COLD uint32_t enter_by_system_clock(const flowlog_site* site, uintptr_t place) {
  if (leave_parents_trace()) return flowlog_enter(site);
  return enter_at(place, site, monotonic_ns());
}

FLOWLOG_COLD void exit_by_system_clock(const flowlog_site* site, uint32_t token, uint32_t outcome,
                                       uintptr_t place) {
  if (leave_parents_trace()) return;
  exit_at(place, site, token, outcome, monotonic_ns());
}

// A dropped exit closes its call all the same.
FLOWLOG_COLD void exit_next_chunk(const flowlog_site* site, uint32_t token, uint32_t outcome) {
  if (is_parked(cursor_now())) return end_call(site, token, outcome);
  if (next_chunk(1) == Room::kFound) return flowlog_exit(site, token, outcome);
  this_thread.depth = token - 1;
  lost_down_to(token - 1);
}

FLOWLOG_COLD void exit_out_of_order(const flowlog_site* site, uint32_t token, uint32_t outcome) {
  if (close_calls_above(token)) end_call(site, token, outcome);
}

}  // namespace
}  // namespace flowlog::runtime

using namespace flowlog::runtime;
using flowlog::format::Kind;
using flowlog::format::Wide;

FLOWLOG_HOOK uint32_t flowlog_enter(const flowlog_site* site) {
  const uintptr_t place = advance_cursor();
  if (__builtin_expect(!is_word(place), 0)) return enter_next_chunk(site);
  if (__builtin_expect(is_clock_a_call(hot.clock), 0)) return enter_by_system_clock(site, place);
  return enter_at(place, site, ticks_in_place(hot.clock));
}

FLOWLOG_HOOK void flowlog_exit(const flowlog_site* site, uint32_t token, uint32_t outcome) {
  if (__builtin_expect(token != this_thread.depth, 0)) return exit_out_of_order(site, token, outcome);
  const uintptr_t place = advance_cursor();
  if (__builtin_expect(!is_word(place), 0)) return exit_next_chunk(site, token, outcome);
  if (__builtin_expect(is_clock_a_call(hot.clock), 0))
    return exit_by_system_clock(site, token, outcome, place);
  exit_at(place, site, token, outcome, ticks_in_place(hot.clock));
}

FLOWLOG_HOOK void flowlog_exit_detail(const flowlog_site* site, uint32_t token, uint32_t outcome,
                                      const char* text, size_t bytes) {
  if (!close_calls_above(token)) return;
  if (is_recorded(token)) put_text(Wide::kDetail, text, bytes);
  end_call(site, token, outcome);
}

FLOWLOG_HOOK void flowlog_exit_alternative(const flowlog_site* site, uint32_t token, uint32_t outcome,
                                           uint32_t alternative) {
  if (!close_calls_above(token)) return;
  if (is_recorded(token)) put_integer(Wide::kAlternative, alternative, sizeof alternative);
  end_call(site, token, outcome);
}

FLOWLOG_HOOK void flowlog_exit_object(const flowlog_site* site, uint32_t token, uint32_t outcome,
                                      const void* object) {
  if (!close_calls_above(token)) return;
  const bool recorded = is_recorded(token);
  const std::string_view type = recorded ? object_type(object) : std::string_view();
  if (!type.empty()) put_text(Wide::kType, type.data(), type.size());
  end_call(site, token, outcome);
}

FLOWLOG_HOOK void flowlog_unwind(const flowlog_site* site, uint32_t token, void* exception) {
  if (!close_calls_above(token)) return;
  end_call(site, token, is_recorded(token) ? put_exception(exception) : uint32_t{FLOWLOG_ERROR});
}

FLOWLOG_HOOK uint32_t flowlog_depth(void) { return open_calls(); }

FLOWLOG_HOOK void flowlog_resync(uint32_t depth, uint32_t again) {
  if (!is_ours()) leave_parents_trace();
  const uint32_t calls = calls_in(depth);
  if (calls < open_calls() || (calls == open_calls() && again != 0)) fall_to(calls, again != 0 && !is_idle());
}

FLOWLOG_HOOK void flowlog_partial(const char* why, size_t why_bytes) {
  if (open_calls() == 0 || !is_recording() || is_skipping() || is_apart()) return;
  unpark();
  put_text(Wide::kPartial, why, why_bytes);
  settle();
}
