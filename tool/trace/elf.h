// elf.h: the tracked functions of a binary, as the compiler left them in its section `flowlog_info`.
#pragma once

#include <vector>

#include "trace/sites.h"
#include "trace/source.h"

namespace flowlog::trace {

// Of an executable, a shared object or an object file, 64-bit and little-endian; in the order of the section.
// Those without a readable description are left out. Empty if the binary has none. Throws Error for what is
// no such file, or contradicts itself.
std::vector<Site> read_sites_of_binary(const Source& binary);

}  // namespace flowlog::trace
