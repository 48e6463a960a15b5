// terminal.h: what the terminal is like on which a command's output is read, if it is one.
#pragma once

#include <cstddef>
#include <string>

namespace flowlog::cli {

// By the conventions of no-color.org and of terminals that know no escapes. False for a file or a pipe.
bool wants_color(const std::string& output);

// Characters in a line, as the variable COLUMNS says or the terminal; 0 for a file or a pipe, where lines
// have no end.
size_t columns_of(const std::string& output);

}  // namespace flowlog::cli
