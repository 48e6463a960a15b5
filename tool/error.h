// error.h: input or use that the tool can't go on with.
#pragma once

#include <stdexcept>
#include <string>

namespace flowlog {

// Ends the command with exit code 2 and its message on one line of stderr. The message names the file, then the offset
// or field, then what was expected: "a.flog: offset 32: a block marker was expected".
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace flowlog
