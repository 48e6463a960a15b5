// elf_sections.h: sections of a binary by name. Every offset and length of the file is checked before it is
// used.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "trace/source.h"

namespace flowlog::trace {

struct ElfSection {
  uint64_t offset = 0;  // in the file
  std::string bytes;
};

// All with data and of this name, in the order of the file: an object file has one for each COMDAT. Of an
// executable, a shared object or an object file, 64-bit and little-endian. Throws Error for what is no such
// file, or contradicts itself.
std::vector<ElfSection> sections_named(const Source& binary, std::string_view name);

// For what is wrong inside of a section.
[[noreturn]] void fail_at(const Source& binary, uint64_t offset, const std::string& what);

}  // namespace flowlog::trace
