// elf_sections.cpp: see elf_sections.h.
#include "trace/elf_sections.h"

#include <elf.h>

#include <algorithm>
#include <cstddef>

#include "error.h"
#include "trace/bytes.h"

namespace flowlog::trace {
namespace {

constexpr uint64_t kMaxSectionBytes = 1u << 30;

class ElfReader {
 public:
  explicit ElfReader(const Source& binary) : binary_(binary) {}

  std::vector<ElfSection> sections_named(std::string_view wanted) {
    const auto header = at<Elf64_Ehdr>(0, "the ELF header");
    if (!std::equal(header.e_ident, header.e_ident + SELFMAG, ELFMAG)) fail(0, "is no ELF file");
    if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB) {
      fail(EI_CLASS, "is an ELF file, but not a 64-bit little-endian one");
    }
    if (header.e_shoff == 0) return {};  // stripped of its section table
    if (header.e_shentsize != sizeof(Elf64_Shdr))
      fail(offsetof(Elf64_Ehdr, e_shentsize), "has an odd section table");

    // Files with very many sections keep these two numbers in the first section's header.
    const auto first = at<Elf64_Shdr>(header.e_shoff, "the section table");
    const uint64_t count = header.e_shnum != 0 ? header.e_shnum : first.sh_size;
    const uint64_t names = header.e_shstrndx != SHN_XINDEX ? header.e_shstrndx : first.sh_link;
    if (count > binary_.size() / sizeof(Elf64_Shdr) || names >= count) {
      fail(offsetof(Elf64_Ehdr, e_shnum), "has a section table that does not fit into the file");
    }
    const auto header_of = [&](uint64_t section) {
      return at<Elf64_Shdr>(header.e_shoff + section * sizeof(Elf64_Shdr), "the section table");
    };

    const std::string name_text = contents(header_of(names));
    std::vector<ElfSection> sections;
    for (uint64_t i = 0; i < count; ++i) {
      const Elf64_Shdr section = header_of(i);
      if (section.sh_type == SHT_PROGBITS && name_at(name_text, section.sh_name) == wanted)
        sections.push_back({section.sh_offset, contents(section)});
    }
    return sections;
  }

 private:
  [[noreturn]] void fail(uint64_t offset, const std::string& what) const { fail_at(binary_, offset, what); }

  template <class T>
  T at(uint64_t offset, const char* what) {
    binary_.read(offset, sizeof(T), buffer_);
    ByteReader reader(bytes_of(buffer_));
    const T value = reader.read<T>();
    if (!reader.ok()) fail(offset, std::string("ends where ") + what + " was expected");
    return value;
  }

  std::string contents(const Elf64_Shdr& section) {
    if (section.sh_offset > binary_.size() || section.sh_size > binary_.size() - section.sh_offset ||
        section.sh_size > kMaxSectionBytes) {
      fail(section.sh_offset,
           "has a section of " + std::to_string(section.sh_size) + " bytes that does not fit into the file");
    }
    std::string bytes;
    binary_.read(section.sh_offset, size_t(section.sh_size), bytes);
    return bytes;
  }

  static std::string_view name_at(std::string_view names, uint64_t offset) {
    if (offset >= names.size()) return {};
    const std::string_view rest = names.substr(size_t(offset));
    return rest.substr(0, rest.find('\0'));
  }

  const Source& binary_;
  std::string buffer_;
};

}  // namespace

std::vector<ElfSection> sections_named(const Source& binary, std::string_view name) {
  return ElfReader(binary).sections_named(name);
}

void fail_at(const Source& binary, uint64_t offset, const std::string& what) {
  throw Error(binary.name() + ": offset " + std::to_string(offset) + ": " + what);
}

}  // namespace flowlog::trace
