// skip.h: every reason for which a function that was asked for is not tracked.
#pragma once

namespace flowlog::plugin {

enum class Skip {
  kNone,
  kConsteval,      // runs in the compiler only
  kNaked,          // has no frame that a hook could stand in
  kNoInstrument,   // __attribute__((no_instrument_function)), unless the function itself is annotated
  kIfuncResolver,  // runs while the program is being linked, before the recorder can be called
  kForwarder,  // a thunk, or a constructor or destructor variant that only calls its sibling, which counts
  kDefinedElsewhere,  // the body is a copy for the optimizer; the function proper is tracked where it is
                      // defined
  kTooSmall,          // min-instructions=
  kIgnored,           // [[flowlog::ignore]]
  kExcluded,          // exclude=
  kDeleted,           // = delete
  kPure,              // = 0, and not defined in this unit
  kNoCode,            // the compiler made none here: an inline function that nothing uses
};

// What somebody who marked the function, or a pattern, could not have meant. All else is as it was asked for,
// or tracked elsewhere.
inline bool is_in_vain(Skip skip) {
  switch (skip) {
    case Skip::kConsteval:
    case Skip::kNaked:
    case Skip::kNoInstrument:
    case Skip::kIfuncResolver:
    case Skip::kDeleted:
    case Skip::kPure:
      return true;
    default:
      return false;
  }
}

// For diagnostics: completes "… is not tracked: it …".
inline const char* reason(Skip skip) {
  switch (skip) {
    case Skip::kNone:
      return "is tracked";
    case Skip::kConsteval:
      return "runs only at compile time";
    case Skip::kNaked:
      return "is naked, and has no frame for a hook";
    case Skip::kNoInstrument:
      return "has the attribute no_instrument_function";
    case Skip::kIfuncResolver:
      return "is an ifunc resolver, which runs before the recorder does";
    case Skip::kForwarder:
      return "only calls a variant of itself, which is tracked";
    case Skip::kDefinedElsewhere:
      return "is defined in another unit";
    case Skip::kTooSmall:
      return "has fewer instructions than min-instructions=";
    case Skip::kIgnored:
      return "is marked 'ignore', or what it stands in is";
    case Skip::kExcluded:
      return "matches exclude=";
    case Skip::kDeleted:
      return "is deleted, and has no calls";
    case Skip::kPure:
      return "is pure virtual; annotate the functions that override it";
    case Skip::kNoCode:
      return "has no code in this unit";
  }
  return "";
}

}  // namespace flowlog::plugin
