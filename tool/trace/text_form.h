// text_form.h: a trace as text that people can read and write, and back. docs/format.md, "Text form".
//
// What was dumped and packed again is the same trace, and dumps the same text.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "trace/trace.h"

namespace flowlog::trace {

// Hands the text to `write` piece by piece, whole lines each.
void dump(Trace& trace, const std::function<void(std::string_view)>& write);

// The bytes of the archive that `text` describes. Throws Error, naming `name` and the line.
std::string pack(std::string_view text, const std::string& name);

// The names of things in the text form, for both directions; text_log.h has those of log records.
struct WideName {
  format::Wide type;
  const char* name;
  enum Payload {
    kNothing,
    kText,
    kU32,
    kU64,
    kLost,
    kTicks,
    kRemote,
    kU8,
    kAttribute
  } payload;  // kTicks: the record's own time
};
inline constexpr WideName kWideNames[] = {
    {format::Wide::kTime, "time", WideName::kTicks},
    {format::Wide::kSessionBegin, "session-begin", WideName::kText},
    {format::Wide::kSessionEnd, "session-end", WideName::kNothing},
    {format::Wide::kDetail, "detail", WideName::kText},
    {format::Wide::kAlternative, "alternative", WideName::kU32},
    {format::Wide::kPartial, "partial", WideName::kText},
    {format::Wide::kResync, "resync", WideName::kU32},
    {format::Wide::kLost, "lost", WideName::kLost},
    {format::Wide::kException, "exception", WideName::kText},
    {format::Wide::kType, "type", WideName::kText},
    {format::Wide::kSuspend, "suspend", WideName::kU64},
    {format::Wide::kResume, "resume", WideName::kU64},
    {format::Wide::kShare, "share", WideName::kU64},
    {format::Wide::kAdopt, "adopt", WideName::kU64},
    {format::Wide::kRelease, "release", WideName::kU64},
    {format::Wide::kRemote, "remote", WideName::kRemote},
    {format::Wide::kRefused, "refused", WideName::kU8},
    {format::Wide::kApart, "apart", WideName::kNothing},
    {format::Wide::kMisuse, "misuse", WideName::kText},
    {format::Wide::kOuterSessionEnd, "outer-session-end", WideName::kU32},
    {format::Wide::kAttribute, "attribute", WideName::kAttribute},
};

struct ExitName {
  format::Kind kind;
  const char* name;
};
inline constexpr ExitName kExitNames[] = {
    {format::Kind::kExitSuccess, "success"},
    {format::Kind::kExitError, "error"},
    {format::Kind::kExitPartial, "partial"},
    {format::Kind::kExitAbandoned, "abandoned"},
};

// The words of a wide record: payload, then header.
void append_wide(std::vector<uint64_t>& words, format::Wide type, std::string_view payload, uint64_t ticks);

}  // namespace flowlog::trace
