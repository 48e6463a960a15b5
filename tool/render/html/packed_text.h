// packed_text.h: text made small enough to stand in a page, and unable to be anything but text there.
#pragma once

#include <string>
#include <string_view>

namespace flowlog::render {

// zlib's format (RFC 1950) in base64 (RFC 4648): letters, digits, "+", "/" and "=", of a fifth to a third of
// the length that call graphs have as JSON. page/unpack.js is the reverse.
std::string packed_text(std::string_view text);

}  // namespace flowlog::render
