// packed_text.cpp: see packed_text.h.
#include "render/html/packed_text.h"

#include <zlib.h>

#include <cstdint>
#include <vector>

#include "error.h"

namespace flowlog::render {
namespace {

std::string base64(const std::vector<Bytef>& bytes) {
  static constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve(bytes.size() / 3 * 4 + 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    const auto byte = [&](size_t k) { return k < bytes.size() ? uint32_t{bytes[k]} : 0; };
    const uint32_t three = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    for (int shift = 18; shift >= 0; shift -= 6) out += kDigits[three >> shift & 63];
  }
  for (size_t missing = (3 - bytes.size() % 3) % 3, at = out.size() - missing; at < out.size(); ++at)
    out[at] = '=';
  return out;
}

}  // namespace

std::string packed_text(std::string_view text) {
  uLongf length = compressBound(text.size());
  std::vector<Bytef> bytes(length);
  if (compress2(bytes.data(), &length, reinterpret_cast<const Bytef*>(text.data()), text.size(),
                Z_DEFAULT_COMPRESSION) != Z_OK)
    throw Error("the page's data can't be compressed: out of memory");
  bytes.resize(length);
  return base64(bytes);
}

}  // namespace flowlog::render
