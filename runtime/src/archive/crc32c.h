// crc32c.h: the checksum of archive blocks (Castagnoli, as in iSCSI and SSE 4.2).
#pragma once

#include <cstddef>
#include <cstdint>

namespace flowlog::archive {

// The CRC-32C of `bytes` at `data`, continuing from `crc`, which is 0 at the start:
// crc32c(crc32c(0, a), b) == crc32c(0, ab). Uses the processor's instruction where there is one.
uint32_t crc32c(uint32_t crc, const void* data, size_t bytes);

// The same by table, for processors without it.
uint32_t crc32c_by_table(uint32_t crc, const void* data, size_t bytes);

}  // namespace flowlog::archive
