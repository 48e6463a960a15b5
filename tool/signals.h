// signals.h: ending by a signal without leaving anything behind.
#pragma once

namespace flowlog {

// From here on SIGINT, SIGTERM and SIGHUP end the process with `exit_code`, or, if that is -1, with 128 and
// the signal's number, and take away what write_output (output.h) has not finished: the output is the last
// that was complete.
void end_cleanly_on_signals(int exit_code);

}  // namespace flowlog
