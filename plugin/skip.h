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
};

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
  }
  return "";
}

}  // namespace flowlog::plugin
