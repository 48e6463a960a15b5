// elf_with.h: the least ELF file that has a section with given contents.
#pragma once

#include <elf.h>

#include <cstdint>
#include <cstring>
#include <string>

#include "error.h"

namespace flowlog::trace {

template <class T>
std::string raw(const T& value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

// A file with one section of that name, and one of names.
inline std::string elf_with(const std::string& section_name, const std::string& contents) {
  const std::string names = '\0' + section_name + '\0';
  Elf64_Ehdr header{};
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_shentsize = sizeof(Elf64_Shdr);
  header.e_shnum = 3;
  header.e_shstrndx = 1;
  header.e_shoff = sizeof header + names.size() + contents.size();
  Elf64_Shdr name_section{};
  name_section.sh_type = SHT_STRTAB;
  name_section.sh_offset = sizeof header;
  name_section.sh_size = names.size();
  Elf64_Shdr section{};
  section.sh_name = 1;
  section.sh_type = SHT_PROGBITS;
  section.sh_offset = sizeof header + names.size();
  section.sh_size = contents.size();
  return raw(header) + names + contents + raw(Elf64_Shdr{}) + raw(name_section) + raw(section);
}

// What `read` says is wrong.
template <class Read>
std::string message_of(Read read) {
  try {
    read();
  } catch (const Error& error) {
    return error.what();
  }
  return "(no error)";
}

}  // namespace flowlog::trace
