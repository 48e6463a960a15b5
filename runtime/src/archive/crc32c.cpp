// crc32c.cpp: CRC-32C by instruction, 8 bytes at a time, or by table, a byte at a time.
#include "crc32c.h"

#include <cstring>

#if defined(__x86_64__)
#include <cpuid.h>
#include <nmmintrin.h>
#endif

namespace flowlog::archive {
namespace {

struct Table {
  uint32_t of_byte[256];
};

constexpr Table make_table() {
  constexpr uint32_t kReversedPolynomial = 0x82F63B78;
  Table table{};
  for (uint32_t byte = 0; byte < 256; ++byte) {
    uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? kReversedPolynomial : 0);
    table.of_byte[byte] = crc;
  }
  return table;
}

constexpr Table kTable = make_table();

#if defined(__x86_64__)
bool has_instruction() {
  static const bool has = [] {
    unsigned a, b, c, d;
    return __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & bit_SSE4_2) != 0;
  }();
  return has;
}

__attribute__((target("sse4.2"))) uint32_t by_instruction(uint32_t crc, const unsigned char* at,
                                                          size_t bytes) {
  uint64_t wide = ~crc;
  for (; bytes >= 8; bytes -= 8, at += 8) {
    uint64_t next;
    std::memcpy(&next, at, sizeof next);
    wide = _mm_crc32_u64(wide, next);
  }
  uint32_t narrow = static_cast<uint32_t>(wide);
  for (; bytes > 0; --bytes, ++at) narrow = _mm_crc32_u8(narrow, *at);
  return ~narrow;
}
#endif

}  // namespace

uint32_t crc32c_by_table(uint32_t crc, const void* data, size_t bytes) {
  const auto* at = static_cast<const unsigned char*>(data);
  crc = ~crc;
  for (; bytes > 0; --bytes, ++at) crc = crc >> 8 ^ kTable.of_byte[(crc ^ *at) & 0xFF];
  return ~crc;
}

uint32_t crc32c(uint32_t crc, const void* data, size_t bytes) {
#if defined(__x86_64__)
  if (has_instruction()) return by_instruction(crc, static_cast<const unsigned char*>(data), bytes);
#endif
  return crc32c_by_table(crc, data, bytes);
}

}  // namespace flowlog::archive
