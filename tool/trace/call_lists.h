// call_lists.h: which functions of a binary can call which, as the compiler left it in its section
// `flowlog_calls`. docs/format.md, "Call lists".
#pragma once

#include <cstdint>
#include <vector>

#include "trace/source.h"

namespace flowlog::trace {

struct CallList {
  uint64_t id = 0;       // as a site's
  bool tracked = false;  // has a site, unless the linker has dropped the function
  std::vector<uint64_t> calls;
  std::vector<uint64_t> virtual_calls;  // ids of declared methods
  std::vector<uint64_t> answers;        // ids of declared methods whose virtual calls may land here
};

// Of an executable, a shared object or an object file, 64-bit and little-endian; in the order of the section.
// Empty if the binary has none. Several with one id are parts of one function's. Throws Error for what is no
// such file, or contradicts itself.
std::vector<CallList> read_calls_of_binary(const Source& binary);

}  // namespace flowlog::trace
