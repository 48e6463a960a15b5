// elf.cpp: see elf.h.
#include "trace/elf.h"

#include <algorithm>
#include <string>

#include "trace/bytes.h"
#include "trace/elf_sections.h"

namespace flowlog::trace {
namespace {

constexpr size_t kInfoAlignment = 8;

// Entries of 16 bytes and their text, each padded with zeros to a multiple of 8.
void read_infos(const Source& binary, const ElfSection& section, ShapeTable& shapes,
                std::vector<Site>& sites) {
  ByteReader reader(bytes_of(section.bytes));
  while (reader.left() > 0) {
    const uint64_t offset = section.offset + reader.offset();
    Site site;
    site.id = reader.read<uint64_t>();
    const auto text_bytes = reader.read<uint32_t>();
    site.flags = reader.read<uint32_t>();
    site.text = std::string(reader.text(text_bytes));
    if (!reader.ok())
      fail_at(binary, offset, "has an entry in " FLOWLOG_INFO_SECTION " that does not fit into the section");
    reader.take(
        std::min(reader.left(), (kInfoAlignment - reader.offset() % kInfoAlignment) % kInfoAlignment));
    if (parse_description(site.text, shapes, site.description)) sites.push_back(std::move(site));
  }
}

}  // namespace

std::vector<Site> read_sites_of_binary(const Source& binary) {
  ShapeTable shapes;
  for (const ElfSection& section : sections_named(binary, FLOWLOG_SHAPES_SECTION))
    if (!shapes.add(bytes_of(section.bytes)))
      fail_at(binary, section.offset,
              "has an entry in " FLOWLOG_SHAPES_SECTION
              " that is no shape, or does not fit into the section");
  std::vector<Site> sites;
  for (const ElfSection& section : sections_named(binary, FLOWLOG_INFO_SECTION))
    read_infos(binary, section, shapes, sites);
  return sites;
}

}  // namespace flowlog::trace
