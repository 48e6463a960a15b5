// complain.h: what the recorder has to say to the user of the program: one line on stderr, and the program
// goes on.
#pragma once

#include <string_view>

namespace flowlog::runtime {

// Writes "flowlog: TEXT 'SUBJECT': ERROR" in one piece, without malloc or stdio; SUBJECT and ERROR where
// given, which is what the system calls it. A very long line is cut. `descriptor` is that of stderr.
void complain(std::string_view text, std::string_view subject = {}, int error_number = 0, int descriptor = 2);

}  // namespace flowlog::runtime
