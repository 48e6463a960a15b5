// output.h: what a command writes, to a file or to standard output.
#pragma once

#include <string>
#include <string_view>

namespace flowlog {

inline constexpr const char* kStandardStream = "-";

// Writes `bytes` to the file `path`, or to standard output if that is "-". A regular file is replaced whole
// or not at all, so that who reads it meanwhile, or a full disk, never leaves half of it; through a symbolic
// link its target is replaced; devices and pipes are written to as they are. Throws Error.
void write_output(const std::string& path, std::string_view bytes);

}  // namespace flowlog
