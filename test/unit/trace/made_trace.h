// made_trace.h: traces from their text form, for tests.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "trace/text_form.h"
#include "trace/trace.h"

namespace flowlog::trace {

inline Trace open_bytes(std::string bytes) { return Trace(open_memory("made.flog", std::move(bytes))); }

inline Trace made_trace(std::string_view text) { return open_bytes(pack(text, "made.txt")); }

inline std::string dumped(Trace& trace) {
  std::string text;
  dump(trace, [&](std::string_view piece) { text += piece; });
  return text;
}

}  // namespace flowlog::trace
