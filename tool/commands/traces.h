// traces.h: what the commands take as IN, and what they say of it on stderr.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "trace/trace.h"

namespace flowlog::cli {

// The files that `input` stands for: itself, or the *.flog files of a directory by name. Throws Error for a
// directory without any.
std::vector<std::string> files_of(const std::string& input);

// Calls `each` with every trace of `input` (a file, a directory, or "-"), by name. Throws Error for the first
// that is none, and says what was lost of the others.
void for_each_trace(const std::string& input, const std::function<void(std::unique_ptr<trace::Trace>)>& each);

// One line on stderr if something of the trace could not be read. Call it when all of it was.
void report_losses(const trace::Trace& trace);

// That line; empty if nothing was lost.
std::string losses_of(const trace::Trace& trace);

// "flowlog: " and `line` on stderr.
void say(const std::string& line);

}  // namespace flowlog::cli
