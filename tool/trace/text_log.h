// text_log.h: a log record in the text form, both ways.
#pragma once

#include <string>

#include "trace/log_record.h"
#include "trace/text_line.h"

namespace flowlog::trace {

// `info "order accepted" "qty" i32 5`: what stands behind `log`. Packed again it gives the same record, but
// for the bits of a NaN.
std::string log_text(const LogRecord& record);

// Reads it from `line`. Throws Error with the line's place.
LogRecord read_log_text(Line& line);

}  // namespace flowlog::trace
