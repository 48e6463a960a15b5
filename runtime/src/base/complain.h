// complain.h: what the recorder has to say to the user of the program: one line on stderr, and the program
// goes on.
#pragma once

#include <string_view>

namespace flowlog::runtime {

// Notes which file is the program's stderr; the first call counts. What has its number later may be a file of
// the program's own, into which no line goes.
void remember_stderr();

// Writes "flowlog: TEXT 'SUBJECT': ERROR" in one piece, without malloc or stdio; SUBJECT and ERROR where
// given, which is what the system calls it. A very long line is cut. Where stderr is another file now, or
// takes no line without waiting, nothing is written, and false returned.
bool complain(std::string_view text, std::string_view subject = {}, int error_number = 0);

}  // namespace flowlog::runtime
