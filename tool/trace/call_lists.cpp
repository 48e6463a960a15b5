// call_lists.cpp: see call_lists.h.
#include "trace/call_lists.h"

#include "flowlog/abi.h"
#include "trace/bytes.h"
#include "trace/elf_sections.h"

namespace flowlog::trace {
namespace {

// Fails in the reader before it allocates for a count that lies.
std::vector<uint64_t> read_ids(ByteReader& reader, uint32_t count) {
  ByteReader ids(reader.take(size_t{count} * sizeof(uint64_t)));
  std::vector<uint64_t> list;
  list.reserve(ids.left() / sizeof(uint64_t));
  while (ids.left() > 0) list.push_back(ids.read<uint64_t>());
  return list;
}

void read_lists(const Source& binary, const ElfSection& section, std::vector<CallList>& lists) {
  ByteReader reader(bytes_of(section.bytes));
  while (reader.left() > 0) {
    const uint64_t offset = section.offset + reader.offset();
    const auto header = reader.read<flowlog_calls>();
    CallList list;
    list.id = header.id;
    list.tracked = header.flags & FLOWLOG_CALLS_TRACKED;
    list.calls = read_ids(reader, header.calls);
    list.virtual_calls = read_ids(reader, header.virtual_calls);
    list.answers = read_ids(reader, header.answers);
    if (!reader.ok())
      fail_at(binary, offset, "has an entry in " FLOWLOG_CALLS_SECTION " that does not fit into the section");
    lists.push_back(std::move(list));
  }
}

}  // namespace

std::vector<CallList> read_calls_of_binary(const Source& binary) {
  std::vector<CallList> lists;
  for (const ElfSection& section : sections_named(binary, FLOWLOG_CALLS_SECTION))
    read_lists(binary, section, lists);
  return lists;
}

}  // namespace flowlog::trace
